import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning } from "../../workers/runtime/parallel/network.js";

const CLASSES = 10;

type Images = { images: Float32Array; labels: Int32Array };

const kernelInitializer = (seed: number): ReturnType<typeof tf.initializers.heUniform> =>
  tf.initializers.heUniform({ seed });

/** The catalogue's CNN, built of layers. */
export function openReplica(): GradientNetwork<Images, { loss: number }> {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [28, 28, 1],
        filters: 32,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: kernelInitializer(1),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu", kernelInitializer: kernelInitializer(2) }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 128, activation: "relu", kernelInitializer: kernelInitializer(3) }),
      tf.layers.dense({ units: CLASSES, kernelInitializer: kernelInitializer(4) }),
    ],
  });
  const weights = model.getWeights(true) as tf.Variable[];
  return {
    variables: Object.fromEntries(weights.map((variable) => [variable.name, variable])),
    async gradients({ images, labels }): Promise<Learning<{ loss: number }>> {
      const { value, grads } = tf.tidy(() => {
        const pictures = tf.tensor4d(images, [labels.length, 28, 28, 1]);
        const truth = tf.oneHot(tf.tensor1d(labels, "int32"), CLASSES);
        return tf.variableGrads(
          () => tf.losses.softmaxCrossEntropy(truth, model.apply(pictures) as tf.Tensor).asScalar(),
          weights,
        );
      });
      const found = { loss: (await value.data())[0] };
      value.dispose();
      return { gradients: grads, found };
    },
  };
}

/** Random pictures, the same in every process. */
export function batch(rows: number): Images {
  const images = tf.randomUniform([rows, 28, 28, 1], 0, 1, "float32", 5);
  const values = images.dataSync<"float32">();
  images.dispose();
  return { images: values, labels: Int32Array.from({ length: rows }, (_, index) => index % CLASSES) };
}
