import onnxProto from "onnx-proto";
import { integer, type NodeAttribute } from "./onnx-attributes.js";

const { onnx } = onnxProto;

/** ONNX 1.8, which everything since 2020 runs. */
const [IR_VERSION, OPSET] = [7, 13];
const { FLOAT, UINT8, INT32, INT64 } = onnx.TensorProto.DataType;
/** The name of the first axis, whose length is left open. */
const BATCH = "batch";

/** What an input holds. */
const INPUT_TYPES = { float32: FLOAT, int64: INT64 };

/** Lengths of axes; one with a name is left open. */
type Axes = readonly (number | string)[];

/**
 * A model for ONNX runtimes in the making: inputs, constants, operators and outputs, of which every method takes and returns names. `file`
 * writes what was built so far.
 */
export class OnnxModel {
  private readonly nodes: onnxProto.onnx.INodeProto[] = [];
  private readonly initialisers: onnxProto.onnx.ITensorProto[] = [];
  private readonly inputs: onnxProto.onnx.IValueInfoProto[] = [];
  private readonly outputs: onnxProto.onnx.IValueInfoProto[] = [];
  private values = 0;

  /** An input of the model, [batch, …shape]. */
  input(name: string, shape: Axes, type: keyof typeof INPUT_TYPES = "float32"): string {
    this.inputs.push(valueInfo(name, shape, INPUT_TYPES[type]));
    return name;
  }

  /** Makes a value an output of the model, [batch, …shape]. */
  output(name: string, value: string, shape: Axes): void {
    this.nodes.push({ opType: "Identity", input: [value], output: [name] });
    this.outputs.push(valueInfo(name, shape, FLOAT));
  }

  /** Any operator; its first output. */
  apply(opType: string, input: string[], attribute: NodeAttribute[] = []): string {
    return this.applied(opType, input, attribute, 1)[0];
  }

  /** Any operator, with so many outputs. */
  applied(opType: string, input: string[], attribute: NodeAttribute[], outputs: number): string[] {
    const output = Array.from({ length: outputs }, () => this.fresh(opType));
    this.nodes.push({ opType, input, output, attribute });
    return output;
  }

  /** A constant of floats. */
  floats(values: ArrayLike<number>, dims: readonly number[] = [values.length]): string {
    return this.constant(FLOAT, bytesOf(Float32Array.from(values)), dims);
  }

  /** A constant of whole numbers, such as a shape. */
  integers(values: readonly number[]): string {
    return this.constant(INT64, bytesOf(BigInt64Array.from(values, BigInt)), [values.length]);
  }

  /** A constant of one whole number, such as a place. */
  integer(value: number): string {
    return this.constant(INT64, bytesOf(BigInt64Array.of(BigInt(value))), []);
  }

  /** A constant of bytes. */
  bytes(values: Uint8Array, dims: readonly number[]): string {
    return this.constant(UINT8, values, dims);
  }

  /** The value in floats. */
  asFloats(x: string): string {
    return this.apply("Cast", [x], [integer("to", FLOAT)]);
  }

  /** The value as int32, such as lengths. */
  asIntegers(x: string): string {
    return this.apply("Cast", [x], [integer("to", INT32)]);
  }

  reshaped(x: string, shape: readonly number[]): string {
    return this.shaped(x, [-1, ...shape]);
  }

  /** With all axes named: 0 keeps the length of x's axis there, −1 takes what is left. */
  shaped(x: string, shape: readonly number[]): string {
    return this.apply("Reshape", [x, this.integers(shape)]);
  }

  /** The file. `about` goes into its metadata, each value as JSON. */
  file(name: string, about: Record<string, unknown>): Uint8Array {
    const model = onnx.ModelProto.create({
      irVersion: IR_VERSION,
      opsetImport: [{ domain: "", version: OPSET }],
      producerName: "groundwork",
      graph: {
        name,
        node: this.nodes,
        initializer: this.initialisers,
        input: this.inputs,
        output: this.outputs,
      },
      metadataProps: Object.entries(about).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
    });
    return onnx.ModelProto.encode(model).finish();
  }

  private constant(dataType: number, rawData: Uint8Array, dims: readonly number[]): string {
    const name = this.fresh("constant");
    this.initialisers.push({ name, dataType, dims: [...dims], rawData });
    return name;
  }

  private fresh(what: string): string {
    return `${what}_${++this.values}`;
  }
}

function valueInfo(name: string, shape: Axes, elemType: number): onnxProto.onnx.IValueInfoProto {
  const dim = [BATCH, ...shape].map((side) => (typeof side === "string" ? { dimParam: side } : { dimValue: side }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

function bytesOf(values: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
