import { beforeAll, expect, test } from "@jest/globals";
import { RandomStreams } from "../../../src/kernel/random.js";
import { openBackend } from "../tensor/backend.js";
import { leakyRelu } from "../tensor/layers/leaky-relu.js";
import type { Tensorflow } from "../tensor/tensorflow.js";
import { discriminatorLoss, generatorLoss, gradientPenalty, placesBetween, squaredSlope } from "./losses.js";

let tf: Tensorflow;
type Tensor4D = import("@tensorflow/tfjs").Tensor4D;
type Tensor2D = import("@tensorflow/tfjs").Tensor2D;

beforeAll(async () => {
  ({ tf } = await openBackend("ANY", "wasm"));
});

const random = new RandomStreams(7).stream("penalty");
const normal = (size: number, deviation = 1) => random.fillNormal(new Float32Array(size), 0, deviation);

interface Critic {
  conv: Float32Array;
  bias: Float32Array;
  dense: Float32Array;
}

const [ROWS, SIZE, FILTERS] = [3, 6, 4];

/** A critic as the recipes have: a 4×4 convolution with stride 2, leaky relu, a dense layer. */
function scoreOf({ conv, bias, dense }: Record<keyof Critic, import("@tensorflow/tfjs").Tensor>, places: Tensor4D) {
  const convolved = tf.fused.conv2d({ x: places, filter: conv as Tensor4D, bias, strides: 2, pad: "same" });
  return tf.matMul(leakyRelu(convolved, 0.2).reshape<Tensor2D>([places.shape[0], -1]), dense);
}

/** Penalties, and what they make of a picture's squared slope. */
const PENALTIES = {
  gradientPenalty: { penalty: gradientPenalty, of: (squared: number) => (Math.sqrt(squared) - 1) ** 2 },
  squaredSlope: { penalty: squaredSlope, of: (squared: number) => squared },
};

/**
 * The same penalty in plain numbers: the critic's slope along every pixel by hand, through the convolution's windows, in double
 * precision.
 */
function penaltyByHand({ conv, bias, dense }: Critic, places: Float32Array, of: (squared: number) => number): number {
  const half = SIZE / 2;
  let penalty = 0;
  for (let row = 0; row < ROWS; row++) {
    const slope = new Float64Array(SIZE * SIZE);
    for (let y = 0; y < half; y++)
      for (let x = 0; x < half; x++)
        for (let f = 0; f < FILTERS; f++) {
          const window: [pixel: number, weight: number][] = [];
          for (let i = 0; i < 4; i++)
            for (let j = 0; j < 4; j++) {
              const [py, px] = [2 * y + i - 1, 2 * x + j - 1];
              if (py >= 0 && px >= 0 && py < SIZE && px < SIZE)
                window.push([py * SIZE + px, conv[(i * 4 + j) * FILTERS + f]]);
            }
          const sum = window.reduce((s, [pixel, w]) => s + w * places[row * SIZE * SIZE + pixel], bias[f]);
          const passed = (sum > 0 ? 1 : 0.2) * dense[(y * half + x) * FILTERS + f];
          for (const [pixel, w] of window) slope[pixel] += w * passed;
        }
    penalty += of(slope.reduce((s, v) => s + v * v, 0)) / ROWS;
  }
  return penalty;
}

test.each(["gradientPenalty", "squaredSlope"] as const)(
  "%s and its gradient by the critic's weights are those of finite differences, through a strided convolution",
  async (name) => {
    const { penalty, of } = PENALTIES[name];
    const critic: Critic = {
      conv: normal(16 * FILTERS, 0.3),
      bias: normal(FILTERS, 0.3),
      dense: normal(9 * FILTERS, 0.3),
    };
    const places = normal(ROWS * SIZE * SIZE);
    const weights = {
      conv: tf.variable(tf.tensor4d(critic.conv, [4, 4, 1, FILTERS]), true, "critic/conv"),
      bias: tf.variable(tf.tensor1d(critic.bias), true, "critic/bias"),
      dense: tf.variable(tf.tensor2d(critic.dense, [9 * FILTERS, 1]), true, "critic/dense"),
    };
    const at = tf.tensor4d(places, [ROWS, SIZE, SIZE, 1]);
    const { value, grads } = tf.variableGrads(
      () => penalty((x) => scoreOf(weights, x), at),
      [weights.conv, weights.dense],
    );
    expect((await value.data())[0]).toBeCloseTo(penaltyByHand(critic, places, of), 4);

    for (const layer of ["conv", "dense"] as const) {
      const exact = await grads[`critic/${layer}`].data();
      expect(Math.max(...exact.map(Math.abs))).toBeGreaterThan(0.05);
      critic[layer].forEach((weight, i) => {
        const moved = (by: number) => {
          const values = Float64Array.from(critic[layer]);
          values[i] = weight + by;
          return penaltyByHand({ ...critic, [layer]: values }, places, of);
        };
        expect(exact[i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 3);
      });
    }
    tf.dispose([weights, at, value, grads]);
  },
);

test("a discriminator that guesses loses 2 ln 2, a generator that fools half of the time ln 2", async () => {
  const guesses = tf.zeros([5, 1]);
  expect((await discriminatorLoss("bce", guesses, guesses).data())[0]).toBeCloseTo(2 * Math.LN2, 6);
  expect((await generatorLoss("bce", guesses).data())[0]).toBeCloseTo(Math.LN2, 6);
});

test("a generator whose pictures are surely found out still has a slope to go down", async () => {
  const slope = tf.grad((made: import("@tensorflow/tfjs").Tensor) => generatorLoss("bce", made))(tf.tensor1d([-30]));
  expect((await slope.data())[0]).toBeCloseTo(-1, 5);
});

test("a critic wants real pictures to score higher, the generator its own", async () => {
  const [real, made] = [tf.tensor1d([3, 5]), tf.tensor1d([1, 0])];
  expect((await discriminatorLoss("wgan-gp", real, made).data())[0]).toBeCloseTo(0.5 - 4, 6);
  expect((await generatorLoss("wgan-gp", made).data())[0]).toBeCloseTo(-0.5, 6);
});

test("places lie between the pictures of their row", async () => {
  const [real, made] = [tf.tensor2d([[0, 4], [10, 20]]), tf.tensor2d([[1, 0], [0, 0]])]; // prettier-ignore
  const places = placesBetween(real, made, Float32Array.of(0.25, 1));
  expect([...(await places.data())]).toEqual([0.75, 1, 10, 20]);
});
