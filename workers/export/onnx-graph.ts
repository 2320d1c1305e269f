import onnxProto from "onnx-proto";
import type { StateTensor } from "../runtime/trainer.js";
import { quantisedColumns, ZERO_POINT } from "./quantised.js";

const { onnx } = onnxProto;
type NodeAttribute = onnxProto.onnx.IAttributeProto;

/** How the products of a model are computed: in floats, or in bytes with the scales worked out for each batch. */
export type OnnxPrecision = "FLOAT32" | "INT8";

/** ONNX 1.8, which everything since 2020 runs. */
const [IR_VERSION, OPSET] = [7, 13];
const { FLOAT, UINT8, INT32, INT64 } = onnx.TensorProto.DataType;
/** The name of the first axis, whose length is left open. */
const BATCH = "batch";

/** What an input holds. */
const INPUT_TYPES = { float32: FLOAT, int64: INT64 };

/** Lengths of axes; one with a name is left open. */
type Axes = readonly (number | string)[];

type Weights = Record<string, StateTensor>;

/**
 * Builds a model for ONNX runtimes, layer by layer; every method takes and returns names of values. Pictures go through it channels first, as ONNX
 * has them; kernels are turned on the way. With INT8 dense layers and convolutions multiply bytes: weights by columns beforehand, their
 * inputs by `DynamicQuantizeLinear`.
 */
export class OnnxGraph {
  private readonly nodes: onnxProto.onnx.INodeProto[] = [];
  private readonly initialisers: onnxProto.onnx.ITensorProto[] = [];
  private readonly inputs: onnxProto.onnx.IValueInfoProto[] = [];
  private readonly outputs: onnxProto.onnx.IValueInfoProto[] = [];
  private values = 0;

  constructor(
    private readonly precision: OnnxPrecision,
    private readonly weights: Weights,
  ) {}

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

  /** The value in floats. */
  asFloats(x: string): string {
    return this.apply("Cast", [x], [integer("to", FLOAT)]);
  }

  /** The value as int32, such as lengths. */
  asIntegers(x: string): string {
    return this.apply("Cast", [x], [integer("to", INT32)]);
  }

  /** Rows of a weight [entries, width] by their numbers: [batch, …] → [batch, …, width]. In INT8 they are bytes until they are looked up. */
  rows(ids: string, name: string): string {
    const { shape, values } = this.weight(name);
    if (this.precision === "FLOAT32") return this.apply("Gather", [this.floats(values, shape), ids]);
    const { bytes, scales } = quantisedColumns(values as Float32Array, shape[1]);
    const floats = this.asFloats(this.apply("Gather", [this.constant(UINT8, bytes, shape), ids]));
    return this.apply("Mul", [this.apply("Sub", [floats, this.floats([ZERO_POINT])]), this.floats(scales)]);
  }

  /** A matrix [rows, columns] for operators that take floats alone; in INT8 it is kept as bytes. */
  matrix(values: Float32Array, columns: number): string {
    const shape = [values.length / columns, columns];
    if (this.precision === "FLOAT32") return this.floats(values, shape);
    const { bytes, scales } = quantisedColumns(values, columns);
    const zeros = this.constant(UINT8, new Uint8Array(columns).fill(ZERO_POINT), [columns]);
    const inputs = [this.constant(UINT8, bytes, shape), this.floats(scales), zeros];
    return this.apply("DequantizeLinear", inputs, [integer("axis", 1)]);
  }

  /** x · kernel + bias, of the weights of that name: [batch, …, inputs] → [batch, …, outputs]. */
  dense(x: string, name: string): string {
    const { shape, values } = this.weight(`${name}/kernel`);
    const bias = this.floats(this.weight(`${name}/bias`).values);
    if (this.precision === "FLOAT32")
      return this.apply("Add", [this.apply("MatMul", [x, this.floats(values, shape)]), bias]);
    const { bytes, scales } = quantisedColumns(values as Float32Array, shape[1]);
    const kernel = this.constant(UINT8, bytes, shape);
    return this.apply("Add", [this.integerProduct("MatMulInteger", x, kernel, this.floats(scales)), bias]);
  }

  /** A convolution of [batch, channels, height, width], by the kernel [height, width, inputs, outputs] of that name. */
  convolution(x: string, name: string, padding: number, stride = 1): string {
    const { shape, values } = this.weight(`${name}/kernel`);
    const [height, width, inputs, outputs] = shape;
    const turned = [outputs, inputs, height, width];
    const bias = this.weight(`${name}/bias`).values;
    const attributes = [
      integerList("kernel_shape", [height, width]),
      integerList("pads", Array<number>(4).fill(padding)),
      integerList("strides", [stride, stride]),
    ];
    if (this.precision === "FLOAT32") {
      const kernel = this.floats(outputsFirst(values as Float32Array, shape), turned);
      return this.apply("Conv", [x, kernel, this.floats(bias)], attributes);
    }
    const { bytes, scales } = quantisedColumns(values as Float32Array, outputs);
    const kernel = this.constant(UINT8, outputsFirst(bytes, shape), turned);
    const product = this.integerProduct("ConvInteger", x, kernel, this.floats(scales, [outputs, 1, 1]), attributes);
    return this.apply("Add", [product, this.floats(bias, [outputs, 1, 1])]);
  }

  /**
   * [batch, channels, height, width] twice as wide and high, by a transposed convolution with stride 2 and the 4 × 4 kernel [height, width,
   * outputs, inputs] of that name. It stays in floats: ONNX has none of bytes.
   */
  doubled(x: string, name: string): string {
    const { shape, values } = this.weight(`${name}/kernel`);
    const [height, width, outputs, inputs] = shape;
    const kernel = this.floats(outputsFirst(values as Float32Array, shape), [inputs, outputs, height, width]);
    return this.apply(
      "ConvTranspose",
      [x, kernel, this.floats(this.weight(`${name}/bias`).values)],
      [integerList("kernel_shape", [height, width]), integerList("pads", [1, 1, 1, 1]), integerList("strides", [2, 2])],
    );
  }

  /** The greatest of each 2 × 2 places. With an odd side the last places stand alone, or where `whole` says so are left out. */
  halved(x: string, { whole, side }: { whole: boolean; side: number }): string {
    const beyond = whole ? 0 : side % 2;
    return this.apply(
      "MaxPool",
      [x],
      [
        integerList("kernel_shape", [2, 2]),
        integerList("strides", [2, 2]),
        integerList("pads", [0, 0, beyond, beyond]),
      ],
    );
  }

  /** [batch, channels, height, width] as [batch, height · width · channels], channels together, as TensorFlow has them. */
  flat(x: string, length: number): string {
    return this.reshaped(this.apply("Transpose", [x], [integerList("perm", [0, 2, 3, 1])]), [length]);
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

  /** A product of bytes, back in floats: x is quantised by its own range in the batch. */
  private integerProduct(
    opType: string,
    x: string,
    kernel: string,
    scales: string,
    attribute: NodeAttribute[] = [],
  ): string {
    const [bytes, scale, zero] = this.applied("DynamicQuantizeLinear", [x], [], 3);
    const nothing = this.constant(UINT8, Uint8Array.of(ZERO_POINT), []);
    const sums = this.apply(opType, [bytes, kernel, zero, nothing], attribute);
    return this.apply("Mul", [this.asFloats(sums), this.apply("Mul", [scale, scales])]);
  }

  /** The weight of that name. Throws where there is none. */
  weight(name: string): StateTensor {
    const found = this.weights[name];
    if (!found) throw new Error(`the model has no weight ${name}`);
    return found;
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

/** A list of whole numbers as an attribute. */
export function integerList(name: string, ints: readonly number[]): NodeAttribute {
  return { name, type: onnx.AttributeProto.AttributeType.INTS, ints: [...ints] };
}

/** A text as an attribute. */
export function text(name: string, value: string): NodeAttribute {
  return { name, type: onnx.AttributeProto.AttributeType.STRING, s: Buffer.from(value) };
}

/** A whole number as an attribute. */
export function integer(name: string, i: number): NodeAttribute {
  return { name, type: onnx.AttributeProto.AttributeType.INT, i };
}

function valueInfo(name: string, shape: Axes, elemType: number): onnxProto.onnx.IValueInfoProto {
  const dim = [BATCH, ...shape].map((side) => (typeof side === "string" ? { dimParam: side } : { dimValue: side }));
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/** A kernel [height, width, inputs, outputs] as [outputs, inputs, height, width]. */
function outputsFirst<A extends Float32Array | Uint8Array>(values: A, [height, width, inputs, outputs]: number[]): A {
  const turned = values.slice() as A;
  const places = height * width;
  for (let place = 0; place < places; place++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++)
        turned[(o * inputs + i) * places + place] = values[(place * inputs + i) * outputs + o];
  return turned;
}

function bytesOf(values: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
