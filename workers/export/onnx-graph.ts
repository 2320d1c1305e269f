import type { StateTensor } from "../runtime/trainer.js";
import { integer, integerList, type NodeAttribute } from "./onnx-attributes.js";
import { OnnxModel } from "./onnx-model.js";
import { quantisedColumns, ZERO_POINT } from "./quantised.js";

/** How the products of a model are computed: in floats, or in bytes with the scales worked out for each batch. */
export type OnnxPrecision = "FLOAT32" | "INT8";

type Weights = Record<string, StateTensor>;

/**
 * Builds a model for ONNX runtimes, layer by layer, from weights as they were trained. Pictures go through it channels first, as ONNX
 * has them; kernels are turned on the way. With INT8 dense layers and convolutions multiply bytes: weights by columns beforehand, their
 * inputs by `DynamicQuantizeLinear`.
 */
export class OnnxGraph extends OnnxModel {
  constructor(
    private readonly precision: OnnxPrecision,
    private readonly weights: Weights,
  ) {
    super();
  }

  /** The weight of that name. Throws where there is none. */
  weight(name: string): StateTensor {
    const found = this.weights[name];
    if (!found) throw new Error(`the model has no weight ${name}`);
    return found;
  }

  /** Rows of a weight [entries, width] by their numbers: [batch, …] → [batch, …, width]. In INT8 they are bytes until they are looked up. */
  rows(ids: string, name: string): string {
    const { shape, values } = this.weight(name);
    if (this.precision === "FLOAT32") return this.apply("Gather", [this.floats(values, shape), ids]);
    const { bytes, scales } = quantisedColumns(values as Float32Array, shape[1]);
    const floats = this.asFloats(this.apply("Gather", [this.bytes(bytes, shape), ids]));
    return this.apply("Mul", [this.apply("Sub", [floats, this.floats([ZERO_POINT])]), this.floats(scales)]);
  }

  /** A matrix [rows, columns] for operators that take floats alone; in INT8 it is kept as bytes. */
  matrix(values: Float32Array, columns: number): string {
    const shape = [values.length / columns, columns];
    if (this.precision === "FLOAT32") return this.floats(values, shape);
    const { bytes, scales } = quantisedColumns(values, columns);
    const zeros = this.bytes(new Uint8Array(columns).fill(ZERO_POINT), [columns]);
    const inputs = [this.bytes(bytes, shape), this.floats(scales), zeros];
    return this.apply("DequantizeLinear", inputs, [integer("axis", 1)]);
  }

  /** x · kernel + bias, of the weights of that name: [batch, …, inputs] → [batch, …, outputs]. */
  dense(x: string, name: string): string {
    const { shape, values } = this.weight(`${name}/kernel`);
    const bias = this.floats(this.weight(`${name}/bias`).values);
    if (this.precision === "FLOAT32")
      return this.apply("Add", [this.apply("MatMul", [x, this.floats(values, shape)]), bias]);
    const { bytes, scales } = quantisedColumns(values as Float32Array, shape[1]);
    const kernel = this.bytes(bytes, shape);
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
    const kernel = this.bytes(outputsFirst(bytes, shape), turned);
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

  /** A product of bytes, back in floats: x is quantised by its own range in the batch. */
  private integerProduct(
    opType: string,
    x: string,
    kernel: string,
    scales: string,
    attribute: NodeAttribute[] = [],
  ): string {
    const [bytes, scale, zero] = this.applied("DynamicQuantizeLinear", [x], [], 3);
    const nothing = this.bytes(Uint8Array.of(ZERO_POINT), []);
    const sums = this.apply(opType, [bytes, kernel, zero, nothing], attribute);
    return this.apply("Mul", [this.asFloats(sums), this.apply("Mul", [scale, scales])]);
  }
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
