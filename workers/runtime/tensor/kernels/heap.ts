import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** tfjs's WebAssembly backend: its tensors lie on one heap, which the training kernels share. */
export type WasmBackend = BackendWasm;
