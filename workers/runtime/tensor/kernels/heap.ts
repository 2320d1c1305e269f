import { TrainingFailure } from "../../failure.js";
import type { TensorInfo } from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** tfjs's WebAssembly backend: its tensors lie on one heap, which the training kernels share. */
export type WasmBackend = BackendWasm;

/** What `assembly/index.ts` exports: addresses are bytes on tfjs's heap, sizes are counted as the docstrings there say. */
export type Kernels = Record<
  | "multiplyRows"
  | "multiplyColumns"
  | "tableOfRows"
  | "tableOfPixels"
  | "panelsOfRows"
  | "panelsOfColumns"
  | "padImages"
  | "cropImages"
  | "clear"
  | "copyRuns"
  | "gatherRows"
  | "maxPoolGrad"
  | "depthwiseGrad"
  | "reluGrad"
  | "reluBiasGrad"
  | "addBias"
  | "columnSums"
  | "adam"
  | "segmentSum"
  | "weightedSum"
  | "layerNorm"
  | "layerNormGrad"
  | "gelu"
  | "geluGrad"
  | "dropout",
  (...operands: number[]) => number
>;

/** The emscripten module behind the backend, as far as it is used here. */
interface EmscriptenModule {
  asm: Record<string, unknown>;
  wasmMemory?: WebAssembly.Memory;
  /** Replaced when the memory grows: read it afresh each time. */
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

const ALIGNMENT = 16;

/** A tensor found no room: a WebAssembly heap holds 4 GiB at most. */
export class HeapFull extends TrainingFailure {
  constructor(message: string) {
    super("OUT_OF_MEMORY", message);
  }
}

/** tfjs's heap, seen from the training kernels: where tensors lie, and working memory beside them. */
export class Heap {
  private scratchAddress = 0;
  private scratchBytes = 0;

  private constructor(
    readonly backend: WasmBackend,
    readonly kernels: Kernels,
    private readonly emscripten: EmscriptenModule,
  ) {}

  /** Links the compiled kernels to the backend's own memory, so that they work on its tensors in place. */
  static async link(backend: WasmBackend, module: WebAssembly.Module): Promise<Heap> {
    const emscripten = backend.wasm as unknown as EmscriptenModule;
    const memory =
      emscripten.wasmMemory ?? Object.values(emscripten.asm).find((value) => value instanceof WebAssembly.Memory);
    if (memory === undefined) throw new Error("This build of TensorFlow.js does not show its WebAssembly memory.");
    refuseWhenFull(emscripten);
    const instance = await WebAssembly.instantiate(module, { env: { memory } });
    return new Heap(backend, instance.exports as unknown as Kernels, emscripten);
  }

  /** Address of a tensor's first element. It holds until the tensor is disposed, also when the memory grows. */
  address(tensor: TensorInfo): number {
    return this.backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor whose values are whatever lay there before. */
  output(shape: number[], dtype: TensorInfo["dtype"] = "float32"): TensorInfo {
    return this.backend.makeOutput(shape, dtype);
  }

  /** Gives up a tensor that never left a kernel. */
  release(tensor: TensorInfo): void {
    this.backend.disposeData(tensor.dataId);
  }

  /** Working areas of the given sizes in bytes, valid until the next call. Throws HeapFull when 4 GiB are not enough. */
  scratch(...sizes: number[]): number[] {
    const aligned = sizes.map((bytes) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const total = aligned.reduce((sum, bytes) => sum + bytes, ALIGNMENT);
    if (total > this.scratchBytes) {
      if (this.scratchBytes > 0) this.emscripten._free(this.scratchAddress);
      this.scratchBytes = 0;
      this.scratchAddress = this.emscripten._malloc(total) >>> 0;
      this.scratchBytes = total;
    }
    let next = Math.ceil(this.scratchAddress / ALIGNMENT) * ALIGNMENT;
    return aligned.map((bytes) => {
      const address = next;
      next += bytes;
      return address;
    });
  }

  /** Writes 32-bit unsigned integers, such as byte offsets, into a working area. */
  writeOffsets(address: number, offsets: readonly number[]): void {
    new Uint32Array(this.emscripten.HEAPU8.buffer, address, offsets.length).set(offsets);
  }

  /** The floats of a working area, until the memory grows. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.emscripten.HEAPU8.buffer, address, count);
  }
}

/** tfjs takes the null address of a failed allocation for the tensor's place, and overwrites what lies at the heap's beginning. */
function refuseWhenFull(emscripten: EmscriptenModule): void {
  emscripten._free(emscripten._malloc(ALIGNMENT)); // The first call puts the allocator itself in the place of a stub.
  const allocate = emscripten._malloc.bind(emscripten);
  emscripten._malloc = (bytes) => {
    const address = allocate(bytes);
    if (address !== 0 || bytes === 0) return address;
    throw new HeapFull(
      `No room for a tensor of ${String(bytes)} bytes: a WebAssembly heap holds 4 GiB. Take smaller batches.`,
    );
  };
}
