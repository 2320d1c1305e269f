import { DrawBlock } from "../../src/domains/business/economics/engine/draws.js";
import { partialProgram } from "../../src/domains/business/economics/engine/partial-program.js";
import { floatInputs, programOf } from "../../src/domains/business/economics/engine/what-if.js";
import { mixingOf } from "../../src/domains/business/economics/simulation/correlation.js";
import { type DrawnInput, planOf } from "../../src/domains/business/economics/simulation/simulation-plan.js";
import {
  type Estimate,
  type Estimates,
  PERCENTILES,
  type SimulationSpec,
} from "../../src/domains/business/economics/simulation/simulation.specs.js";
import { type RandomStream, RandomStreams } from "../../src/kernel/random.js";
import { QuantileSketch } from "../../src/kernel/statistics/quantile-sketch.js";
import { type NormalQuantile, quantileOf } from "./quantiles.js";

/** Draws that are computed side by side. */
const BLOCK = 250;

interface DrawnValues extends DrawnInput {
  random: RandomStream;
  quantile: NormalQuantile;
  values: Float64Array;
}

/**
 * A simulation under way. Every input has a random stream of its own, grown from the seed and its name; the draws come in one order, so
 * that equal specs give equal numbers, whoever computes them and however often it begins anew.
 */
export class Simulation {
  drawn = 0;
  private readonly inputs: DrawnValues[];
  private readonly mixing: Float64Array;
  private readonly block: DrawBlock;
  private readonly figures: { name: string; sketch: QuantileSketch }[];
  private readonly series: { name: string; sketches: QuantileSketch[] }[];
  private readonly normals: Float64Array;

  constructor(private readonly spec: SimulationSpec) {
    const { template, levers, drawn } = planOf(spec);
    const { months } = spec.state;
    const streams = new RandomStreams(spec.seed);
    this.inputs = drawn.map((input) => ({
      ...input,
      random: streams.stream(input.name),
      quantile: quantileOf(input.distribution),
      values: new Float64Array(BLOCK),
    }));
    const names = drawn.map(({ name }) => name);
    this.mixing = mixingOf(names, spec.correlations) as Float64Array;
    this.normals = new Float64Array(names.length);
    const [program, inputs] = [programOf(template), floatInputs(template, levers)];
    const wanted = [...spec.outputs, ...template.figures.map(({ name }) => name)];
    const part = partialProgram(program, inputs, months, new Set(drawn.map(({ at }) => at)), wanted);
    this.block = new DrawBlock(program, inputs, months, BLOCK, spec.outputs, part);
    this.figures = template.figures.map(({ name }) => ({ name, sketch: new QuantileSketch() }));
    const sketches = () => Array.from({ length: months }, () => new QuantileSketch());
    this.series = spec.outputs.map((name) => ({ name, sketches: sketches() }));
  }

  get done(): boolean {
    return this.drawn >= this.spec.draws;
  }

  /** Computes the next draws: a few milliseconds of work. */
  step(): void {
    const size = Math.min(BLOCK, this.spec.draws - this.drawn);
    this.draw();
    const { block } = this;
    block.run(new Map(this.inputs.map(({ at, values }) => [at, values])));
    for (const { name, sketch } of this.figures) sketch.add(block.figure(name).subarray(0, size));
    for (const { name, sketches } of this.series)
      sketches.forEach((sketch, month) => sketch.add(block.monthOf(name, month).subarray(0, size)));
    this.drawn += size;
  }

  estimates(): Estimates {
    return {
      drawn: this.drawn,
      figures: this.figures.map(({ name, sketch }) => ({ name, ...estimateOf(sketch) })),
      series: this.series.map(({ name, sketches }) => ({ name, months: sketches.map(estimateOf) })),
    };
  }

  private draw(): void {
    const { inputs, mixing, normals } = this;
    const count = inputs.length;
    for (let i = 0; i < BLOCK; i++) {
      for (let j = 0; j < count; j++) normals[j] = inputs[j].random.normal();
      for (let j = 0; j < count; j++) {
        const { quantile, range, values } = inputs[j];
        let mixed = 0;
        for (let k = 0; k <= j; k++) mixed += mixing[j * count + k] * normals[k];
        values[i] = Math.min(range[1], Math.max(range[0], quantile(mixed)));
      }
    }
  }
}

const PARTS = PERCENTILES.map((percent) => percent / 100);

function estimateOf(sketch: QuantileSketch): Estimate {
  const { mean, deviation } = sketch.summary() ?? { mean: null, deviation: null };
  return { definedShare: sketch.definedShare, mean, deviation, percentiles: sketch.quantiles(PARTS) };
}
