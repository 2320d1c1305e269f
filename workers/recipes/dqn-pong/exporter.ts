import * as tf from "@tensorflow/tfjs";
import type { DqnParameters } from "../../../src/domains/training/recipes/dqn-pong.spec.js";
import type { ModelExporter } from "../../export/exporter.js";
import { integerList } from "../../export/onnx-attributes.js";
import { OnnxGraph } from "../../export/onnx-graph.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { heldOutGames } from "./data.js";
import { ACTIONS, actionValues, convolutionsOf, denseInputs, frameSize, type QShape } from "./model.js";
import { played } from "./play.js";

/** Stacks of frames that the exported network is held against. */
const COMPARED = 200;

/**
 * Takes `stacks` [batch, size, size, frames] of the game's pictures, the newest last, and says the `values` [batch, 3] of staying, going up and
 * going down. It is judged by playing the test games.
 */
export const exporter: ModelExporter<DqnParameters, "EPISODES"> = {
  onnx({ parameters, preparation, weights }, precision) {
    const shape = shapeOf(parameters);
    const size = frameSize(shape.variant);
    const graph = new OnnxGraph(precision, weights);
    const stacks = graph.input("stacks", [size, size, shape.frames]);
    let signal = graph.apply("Transpose", [stacks], [integerList("perm", [0, 3, 1, 2])]);
    convolutionsOf(shape.variant).forEach(({ stride }, index) => {
      signal = graph.apply("Relu", [graph.convolution(signal, `conv${index + 1}`, 0, stride)]);
    });
    const dense = graph.apply("Relu", [graph.dense(graph.flat(signal, denseInputs(shape)), "dense")]);
    graph.output("values", graph.dense(dense, "actions"), [ACTIONS]);
    return graph.file("dqn-pong", { actions: preparation.actions });
  },

  async testPart({ parameters, dataset, random, weights }) {
    const { opponentSpeed, points, maxDecisions } = parameters;
    const shape = shapeOf(parameters);
    const { frames } = shape;
    const size = frameSize(shape.variant);
    const rules = { opponentSpeed, points, maxDecisions };
    const { test } = heldOutGames(dataset, random);
    const seen = await stacksSeen(shape, weights, (best) => played({ size, frames, best }, rules, test.slice(0, 1)));
    const inputsOf = (values: Float32Array) => {
      return { stacks: { shape: [values.length / (size ** 2 * frames), size, size, frames], values } };
    };
    return {
      inputs: inputsOf(seen.stacks),
      expected: { values: seen.values },
      async predictions(_, ask) {
        const best = async (stacks: Float32Array) => bestOf((await ask(inputsOf(stacks))).values.values);
        const { returns } = await played({ size, frames, best }, rules, test);
        return { returns, success: 1 };
      },
    };
  },
};

function shapeOf({ variant, frameStack }: DqnParameters): QShape {
  return { variant, frames: frameStack };
}

type Best = (stacks: Float32Array) => Promise<Int32Array>;

/** What the run's own network sees first while it plays, and what it says of that. */
async function stacksSeen(shape: QShape, weights: Record<string, StateTensor>, play: (best: Best) => Promise<unknown>) {
  const size = frameSize(shape.variant);
  const restored = restoredTensors(weights, Object.keys(weights));
  const seen: { stacks: Float32Array; values: Float32Array }[] = [];
  await play(async (stacks) => {
    const rows = stacks.length / (size ** 2 * shape.frames);
    const said = tf.tidy(() => actionValues(shape, restored, tf.tensor4d(stacks, [rows, size, size, shape.frames])));
    const values = (await said.data()) as Float32Array;
    said.dispose();
    if (seen.length < COMPARED) seen.push({ stacks: stacks.slice(), values });
    return bestOf(values);
  });
  tf.dispose(restored);
  const joined = (of: "stacks" | "values") => Float32Array.from(seen.flatMap((each) => [...each[of]]));
  return { stacks: joined("stacks"), values: joined("values") };
}

/** The first of the actions that are worth most, by row. */
function bestOf(values: Float32Array): Int32Array {
  return Int32Array.from({ length: values.length / ACTIONS }, (_, row) => {
    const own = values.subarray(row * ACTIONS, (row + 1) * ACTIONS);
    return own.indexOf(Math.max(...own));
  });
}
