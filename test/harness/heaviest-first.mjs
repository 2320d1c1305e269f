import Sequencer from "@jest/test-sequencer";

/** Where networks are trained: on a machine that has not run the tests before, nothing else tells how long a file takes. */
const TRAINS = /\/workers\//;

/** Begins with the files that took longest before, and with those that train where none is known, so that no core waits for the last one. */
export default class HeaviestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return [true, false].flatMap((trains) => sorted.filter(({ path }) => TRAINS.test(path) === trains));
  }
}
