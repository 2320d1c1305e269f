import { DrawBlock, type FloatInput } from "./draws.js";
import type { PartialProgram, Program, Step } from "./program.js";

/** Takes out of a program what is the same in every draw, and what nobody asks for. `wanted` are names of outputs. */
export function partialProgram(
  program: Program,
  inputs: readonly FloatInput[],
  horizon: number,
  varied: ReadonlySet<number>,
  wanted: readonly string[],
): PartialProgram {
  const varying = slotsFrom(
    program,
    [...varied].map((at) => program.inputs[at]),
  );
  const needed = slotsBehind(
    program,
    wanted.map((name) => program.names.get(name)!),
  );
  const remains = ({ target }: Step) => varying.has(target) && needed.has(target);
  const [monthly, final] = [program.monthly.filter(remains), program.final.filter(remains)];
  const read = new Set([...monthly, ...final].flatMap(operandsOf));
  for (const name of wanted) read.add(program.names.get(name)!);
  const constant = new Set(program.constants.map(({ slot }) => slot));
  const fixedSlots = [...read].filter((slot) => !varying.has(slot) && !constant.has(slot));
  const base = new DrawBlock(program, inputs, horizon, 1);
  const fixed = fixedSlots.map((slot) => ({ slot, values: new Float64Array(horizon) }));
  base.run(new Map(), (month, now) => {
    for (const { slot, values } of fixed) values[month] = now[slot][0];
  });
  // Figures are there after the last month.
  for (const { slot, values } of fixed)
    if (program.final.some(({ target }) => target === slot)) values.fill(base.slot(slot)[0]);
  return { monthly, final, fixed };
}

function operandsOf({ op, left, right, otherwise }: Step): number[] {
  if (op === "ratio") return [left, right, otherwise];
  return REDUCING.has(op) ? [left] : [left, right];
}

const REDUCING: ReadonlySet<string> = new Set(["total", "final", "lowest", "lastingFrom", "firstBelow"]);

/** Every slot that depends on one of these. Series may depend on their own past, hence the repetition. */
function slotsFrom(program: Program, slots: readonly number[]): Set<number> {
  const found = new Set(slots);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const step of [...program.monthly, ...program.final])
      if (operandsOf(step).some((slot) => found.has(slot))) found.add(step.target);
  }
  return found;
}

/** Every slot that one of these depends on, and these. */
function slotsBehind(program: Program, slots: readonly number[]): Set<number> {
  const found = new Set(slots);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const step of [...program.monthly, ...program.final])
      if (found.has(step.target)) for (const slot of operandsOf(step)) found.add(slot);
  }
  return found;
}
