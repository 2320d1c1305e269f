import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { restoredVariables, zeros } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { type AutoencoderShape, crossEntropy, decode, encode, weightShapes } from "./model.js";

/** Pictures that pass at once outside training. */
const AT_ONCE = 100;

/** What the network is shown and what it is to draw, both [rows, size, size], brightness from 0 to 1. */
export type PictureBatch = {
  seen: Float32Array;
  pictures: Float32Array;
};

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<AutoencoderShape> = (shape) =>
  new AutoencoderNetwork(shape, zeros(weightShapes(shape)));

/** The autoencoder's weights on the tensor backend. Pictures are row-major [rows, size, size], brightness from 0 to 1. */
export class AutoencoderNetwork implements GradientNetwork<PictureBatch, { loss: number }> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: AutoencoderShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.shape };
  }

  /** Of the mean cross-entropy a pixel, in nats. */
  gradients({ seen, pictures }: PictureBatch): Promise<Learning<{ loss: number }>> {
    return differentiated(this.variables, () => {
      const drawn = decode(this.shape, this.variables, this.encoded(this.tensorOf(seen)));
      return { loss: crossEntropy(drawn, this.tensorOf(pictures)) };
    });
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
