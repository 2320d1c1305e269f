import { expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { expectAgreement, values, withGradients } from "../../../test/workers/backends-agree.js";
import { padded } from "../text-classification/network.js";
import { pooled, type Pooling } from "./pooling.js";

/** Texts of three words, of one and of none. */
const extent = () => padded(Int32Array.of(4, 2, 3, 0, 7, 0, 0, 0, 0, 0, 0, 0), 3);

test.each(["last", "mean", "max"] as const)(
  "%s is told of the words alone, and by the wasm and the cpu backend alike, with its gradient",
  async (pooling: Pooling) => {
    const states = () => tf.tanh(values([4, 3, 5], 7)) as tf.Tensor3D;
    await expectAgreement(() => withGradients((own) => pooled(pooling, own as tf.Tensor3D, extent()), states()));

    const [said, all] = [pooled(pooling, states(), extent()).arraySync(), states().arraySync()];
    const expected = {
      last: (unit: number) => all[2][0][unit],
      mean: (unit: number) => (all[0][0][unit] + all[1][0][unit] + all[2][0][unit]) / 3,
      max: (unit: number) => Math.max(all[0][0][unit], all[1][0][unit], all[2][0][unit]),
    }[pooling];
    said[0].forEach((value, unit) => expect(value).toBeCloseTo(expected(unit), 5));
    said[1].forEach((value, unit) => expect(value).toBeCloseTo(all[0][1][unit], 5));
    said[2].forEach((value, unit) => expect(value).toBeCloseTo(pooling === "mean" ? 0 : all[0][2][unit], 5));
  },
);
