import { RunWarningCode } from "../../../src/domains/training/runs/run-warnings.js";
import { shown, type Warning, type WatchedReport, type WatchRule } from "./watch-rule.js";

/** A gradient or a loss that has grown to this many times its first is exploding. */
const EXPLOSION = 10;
/** Reports that a gradient's growth is judged by, so that one hard batch is none. */
const REPORTS = 3;

/** A layer with less than this share of the whole gradient gets none. */
const NO_GRADIENT = 1e-6;
/** A layer with this share of units that no example of the batch moves is silent. */
const SILENT = 0.9;
/** Reports in a row that make a layer dead, or alive again. */
const DEAD_REPORTS = 5;
/** A loss this small beside its first needs no gradient any more. */
const LEARNT = 0.01;

/**
 * EXPLODING_GRADIENTS: the gradient's norm, as the geometric mean of three reports, is more than ten times its first, and the
 * loss above its own; or the loss is ten times what it began with. It is over when the loss is below its first again.
 *
 * Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013: norms up to ten
 * times the usual are where they still leave gradients as they are.
 */
export class ExplodingGradients implements WatchRule {
  memory: { loss: number | null; norm: number | null; recent: number[]; told: boolean } = {
    loss: null,
    norm: null,
    recent: [],
    told: false,
  };

  /** `chanceLoss`: what guessing scores, where that is known: the loss to begin with, however late the first report is. */
  constructor(private readonly chanceLoss?: number) {}

  observe({ metrics: { loss }, diagnosis }: WatchedReport): Warning | undefined {
    const { memory } = this;
    if (loss === undefined || !diagnosis) return undefined;
    const norm = wholeNorm(diagnosis.gradientNorms);
    memory.loss ??= this.chanceLoss ?? loss;
    memory.norm ??= norm;
    memory.recent = [...memory.recent, Math.log10(Math.max(norm, Number.MIN_VALUE))].slice(-REPORTS);
    if (memory.told) memory.told = loss > memory.loss;
    if (memory.told || loss <= memory.loss) return undefined;
    const smoothed = 10 ** (memory.recent.reduce((sum, exponent) => sum + exponent, 0) / REPORTS);
    const grows = memory.recent.length === REPORTS && smoothed > EXPLOSION * memory.norm;
    if (!grows && loss <= EXPLOSION * Math.abs(memory.loss)) return undefined;
    memory.told = true;
    return {
      code: RunWarningCode.EXPLODING_GRADIENTS,
      message:
        `The gradient's norm is ${shown(norm)}, at first ${shown(memory.norm)}; ` +
        `the loss is ${shown(loss)}, at first ${shown(memory.loss)}.`,
    };
  }
}

/**
 * DEAD_GRADIENTS: for five reports in a row a layer's weights got less than a millionth of the gradient, or nine tenths of its
 * units were silent for the whole batch, though the loss is not yet 1% of its first. A layer counts as alive after five reports.
 *
 * Sources: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010
 * (vanishing); Lu et al., "Dying ReLU and Initialization", 2019 (silent units).
 */
export class DeadGradients implements WatchRule {
  memory: { first: number | null; layers: Record<string, { told: boolean; reports: number }> } = {
    first: null,
    layers: {},
  };

  observe({ metrics: { loss }, diagnosis }: WatchedReport): Warning | undefined {
    const { memory } = this;
    if (loss === undefined || !diagnosis) return undefined;
    memory.first ??= loss;
    const learnt = Math.abs(loss) < LEARNT * Math.abs(memory.first);
    const { gradientNorms, silentUnits = {} } = diagnosis;
    const whole = wholeNorm(gradientNorms);
    const died: string[] = [];
    for (const [layer, weights] of byLayer(gradientNorms)) {
      const norm = Math.min(...judged(weights).map((weight) => gradientNorms[weight]));
      const silent = Math.max(...weights.map((weight) => silentUnits[weight] ?? 0));
      const dead = !learnt && (norm <= NO_GRADIENT * whole || silent >= SILENT);
      if (!this.turned(layer, dead)) continue;
      const how = silent >= SILENT ? `${Math.floor(silent * 100)}% of its units silent` : `gradient ${shown(norm)}`;
      died.push(`${layer} (${how})`);
    }
    if (died.length === 0) return undefined;
    const message = `For ${DEAD_REPORTS} reports these layers have learnt next to nothing: ${died.join(", ")}.`;
    return { code: RunWarningCode.DEAD_GRADIENTS, message };
  }

  /** Counts reports that contradict what was told of a layer. True when it has died by this one. */
  private turned(name: string, dead: boolean): boolean {
    const layer = (this.memory.layers[name] ??= { told: false, reports: 0 });
    layer.reports = dead === layer.told ? 0 : layer.reports + 1;
    if (layer.reports < DEAD_REPORTS) return false;
    layer.told = dead;
    layer.reports = 0;
    return dead;
  }
}

/** Without biases where there is more: that of attention's keys, which moves all scores of a query alike, rightly gets no gradient. */
function judged(weights: string[]): string[] {
  const others = weights.filter((weight) => !weight.endsWith("/bias"));
  return others.length > 0 ? others : weights;
}

/** Names of weights by their layer: `conv1/kernel` and `conv1/bias` are conv1's. */
function byLayer(norms: Record<string, number>): Map<string, string[]> {
  return Map.groupBy(Object.keys(norms), (weight) => weight.replace(/\/[^/]*$/, ""));
}

function wholeNorm(norms: Record<string, number>): number {
  return Math.hypot(...Object.values(norms));
}
