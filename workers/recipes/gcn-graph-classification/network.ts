import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning } from "../../runtime/parallel/network.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { restoredVariables } from "../../runtime/tensor/saved.js";
import { type Taught, taughtLosses } from "../../runtime/tensor/taught-losses.js";
import type { StateTensor } from "../../runtime/trainer.js";
import type { GraphBatch } from "./data.js";
import { type GcnShape, logProbabilities, nodeChannels, weightShapes } from "./model.js";
import { placed } from "./propagation.js";

/** Graphs to learn from: `labels` [graphs], and for dropout `mask` [nodes, channels]. */
export type LabelledBatch = GraphBatch &
  Taught & {
    labels: Int32Array;
    mask: Float32Array | undefined;
    /** What each graph's loss counts, [graphs]; 1 where there are none. */
    weights?: Float32Array;
  };

/** What is found on a batch under the present weights: the mean cross-entropy in nats, and log-probabilities by graph. */
export type GraphFindings = {
  loss: number;
  logs: Float32Array;
};

/** The network's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class GcnNetwork implements GradientNetwork<LabelledBatch, GraphFindings> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: GcnShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** Of the batch's mean cross-entropy. */
  async gradients({
    labels,
    mask,
    weights,
    soft,
    temperature,
    trust,
    ...batch
  }: LabelledBatch): Promise<Learning<GraphFindings>> {
    // The way back reads them too, so they must outlive the way there.
    const graphs = placed(batch, this.shape.types);
    const learning = await differentiated(this.variables, () => {
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), this.shape.classes);
      const dropped = mask && tf.tensor2d(mask, [batch.types.length, nodeChannels(this.shape)]);
      const logs = logProbabilities(this.variables, graphs, dropped);
      const losses = tf.neg(logs.mul(truth).sum(1));
      const weighted = weights ? losses.mul<tf.Tensor>(weights) : losses;
      return { loss: taughtLosses(weighted, logs, { soft, temperature, trust }).mean().asScalar(), logs };
    });
    tf.dispose(graphs);
    return learning;
  }

  /** Class probabilities of these graphs, row-major [graphs, classes]. */
  async probabilities(batch: GraphBatch): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.exp(logProbabilities(this.variables, placed(batch, this.shape.types))));
    const values = (await judged.data()) as Float32Array;
    judged.dispose();
    return values;
  }
}
