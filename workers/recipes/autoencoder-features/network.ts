import * as tf from "@tensorflow/tfjs";
import type { Descent } from "../../runtime/tensor/descent.js";
import { LastGradients } from "../../runtime/tensor/gradient-diagnosis.js";
import { restoredTensors, restoredVariables, savedTensors } from "../../runtime/tensor/saved.js";
import type { Diagnosis, StateTensor } from "../../runtime/trainer.js";
import { type AutoencoderShape, crossEntropy, decode, encode, weightShapes } from "./model.js";

/** Pictures that pass at once outside training. */
const AT_ONCE = 100;

/** The autoencoder's weights on the tensor backend. Pictures are row-major [rows, size, size], brightness from 0 to 1. */
export class AutoencoderNetwork {
  private readonly variables: Record<string, tf.Variable>;
  private readonly last = new LastGradients();

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: AutoencoderShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** One step towards drawing `pictures` from what is `seen` of them. Returns the mean cross-entropy a pixel, in nats, and the rate. */
  async step(seen: Float32Array, pictures: Float32Array, descent: Descent, stepsDone: number) {
    const { value, grads } = tf.tidy(() => {
      const [input, target] = [this.tensorOf(seen), this.tensorOf(pictures)];
      const loss = () => crossEntropy(decode(this.shape, this.variables, this.encoded(input)), target);
      return tf.variableGrads(loss, Object.values(this.variables));
    });
    const [loss] = await value.data();
    value.dispose();
    const rate = descent.step(this.variables, grads, stepsDone);
    this.last.keep(grads);
    return { loss, rate };
  }

  /** How the gradients of the last step were. */
  diagnose(): Promise<Diagnosis> {
    return this.last.diagnose();
  }

  /** Features of these pictures, row-major [rows, features]. */
  codes(pictures: Float32Array): Promise<Float32Array> {
    return this.inParts(pictures, this.shape.features, (part) => this.encoded(part));
  }

  /** These pictures as drawn again from their features. */
  reconstructions(pictures: Float32Array): Promise<Float32Array> {
    return this.inParts(pictures, this.shape.size ** 2, (part) =>
      tf.sigmoid(decode(this.shape, this.variables, this.encoded(part))),
    );
  }

  /** Replaces the weights. */
  load(weights: Record<string, StateTensor>): void {
    const tensors = restoredTensors(weights, Object.keys(this.variables));
    for (const [name, tensor] of Object.entries(tensors)) this.variables[name].assign(tensor);
    tf.dispose(tensors);
  }

  weights(): Promise<Record<string, StateTensor>> {
    return savedTensors(this.variables);
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.last.dispose();
  }

  private encoded(pictures: tf.Tensor4D): tf.Tensor2D {
    return encode(this.shape, this.variables, pictures);
  }

  private async inParts(pictures: Float32Array, width: number, pass: (part: tf.Tensor4D) => tf.Tensor) {
    const area = this.shape.size ** 2;
    const result = new Float32Array((pictures.length / area) * width);
    for (let from = 0; from * area < pictures.length; from += AT_ONCE) {
      const part = tf.tidy(() => pass(this.tensorOf(pictures.subarray(from * area, (from + AT_ONCE) * area))));
      result.set(await part.data(), from * width);
      part.dispose();
    }
    return result;
  }

  private tensorOf(pictures: Float32Array): tf.Tensor4D {
    const { size } = this.shape;
    return tf.tensor4d(pictures, [pictures.length / size ** 2, size, size, 1]);
  }
}
