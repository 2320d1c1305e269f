import { RunWarningCode } from "../../../src/domains/training/runs/run-warnings.js";
import type { Warning, WatchedReport, WatchRule } from "./watch-rule.js";

/** From this share of pictures on that a reader is sure of, a generator makes something: what it leaves out is judged. */
const SOMETHING = 0.1;
/** After this share of the run it should have made something, and is judged all the same. */
const LATE = 0.5;
/** A class with less than this share of its share among real pictures is lost. */
const LOST = 0.1;
/** An entropy below this share of the real pictures' is far below it. */
const FAR_BELOW = 0.75;
/** Epochs in a row that must show it, so that one that merely goes through a bad spell is none. */
const EPOCHS = 3;

/**
 * MODE_COLLAPSE: at three epochs' ends in a row a class of the real pictures was hardly made, or the entropy of the made pictures' classes
 * stood below three quarters of the real ones'. It is judged from the moment that a reader is sure of one made picture in ten, or from the
 * middle of the run on: before, nothing may be made yet that has a class. It is over when neither holds. What is alike within a class it
 * cannot see.
 *
 * Source of the measure: Santurkar, Schmidt and Madry, "A classification-based study of covariate shift in GAN distributions", ICML 2018.
 */
export class ModeCollapse implements WatchRule {
  memory = { judged: false, epochs: 0, told: false };

  /** `epochs`: of the whole run. */
  constructor(private readonly epochs: number) {}

  observe({ epoch, epochEnded, diagnosis }: WatchedReport): Warning | undefined {
    const { memory } = this;
    const classes = diagnosis?.classes;
    if (!epochEnded || !classes) return undefined;
    memory.judged ||= classes.recognised >= SOMETHING || epoch > LATE * this.epochs;
    if (!memory.judged) return undefined;
    const [made, real] = [sharesOf(classes.made), sharesOf(classes.real)];
    const lost = Object.keys(real).filter((name) => real[name] > 0 && (made[name] ?? 0) < LOST * real[name]);
    const [entropy, ofReal] = [entropyOf(made), entropyOf(real)];
    const collapsed = lost.length > 0 || entropy < FAR_BELOW * ofReal;
    memory.epochs = collapsed ? memory.epochs + 1 : 0;
    if (!collapsed) memory.told = false;
    if (memory.epochs < EPOCHS || memory.told) return undefined;
    memory.told = true;
    const missing = lost.length > 0 ? ` Hardly any is now read as ${lost.join(", ")}.` : "";
    return {
      code: RunWarningCode.MODE_COLLAPSE,
      message:
        `For ${EPOCHS} epochs the made pictures have not had the variety of the real ones: the entropy of their classes ` +
        `is ${entropy.toFixed(2)} nats, that of the real ones ${ofReal.toFixed(2)}.${missing}`,
    };
  }
}

function sharesOf(counts: Record<string, number>): Record<string, number> {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0) || 1;
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count / total]));
}

/** In nats. */
function entropyOf(shares: Record<string, number>): number {
  return Object.values(shares).reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0);
}
