import { createEmptyCard, fsrs, Rating, State, type Card, type FSRS, type Grade } from "ts-fsrs";
import { PracticeRating, PracticeState, type Memory } from "./practice.specs.js";

/** When a card would be due after a rating. */
export interface Choice {
  rating: PracticeRating;
  due: Date;
}

const GRADES: Record<PracticeRating, Grade> = {
  [PracticeRating.AGAIN]: Rating.Again,
  [PracticeRating.HARD]: Rating.Hard,
  [PracticeRating.GOOD]: Rating.Good,
  [PracticeRating.EASY]: Rating.Easy,
};
const STATES: Record<PracticeState, State> = {
  [PracticeState.NEW]: State.New,
  [PracticeState.LEARNING]: State.Learning,
  [PracticeState.REVIEW]: State.Review,
  [PracticeState.RELEARNING]: State.Relearning,
};

/** Nothing is known yet, and all of it is due. */
export function newMemory(now: number): Memory {
  return {
    ...{ state: PracticeState.NEW, due: now, stability: 0, difficulty: 0, scheduledDays: 0, learningSteps: 0 },
    ...{ reps: 0, lapses: 0, lastReview: null, introduced: null },
  };
}

/**
 * What a review makes of a memory, after FSRS-6 with its published weights (github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm).
 * Without fuzz: the same reviews at the same instants give the same schedule. Days between reviews are days of UTC.
 */
export function reviewed(memory: Memory, rating: PracticeRating, now: number, desiredRetention: number): Memory {
  return scheduled(schedulerFor(desiredRetention), memory, rating, now);
}

/** What each rating would lead to, from AGAIN to EASY. */
export function choicesOf(memory: Memory, now: number, desiredRetention: number): Choice[] {
  const scheduler = schedulerFor(desiredRetention);
  return Object.values(PracticeRating).map((rating) => ({
    rating,
    due: new Date(scheduled(scheduler, memory, rating, now).due),
  }));
}

/** The latest instant, not after `now`, at which a day began that starts at this hour of UTC. */
export function startOfDay(now: number, hour: number): number {
  const [HOUR, DAY] = [3_600_000, 86_400_000];
  return Math.floor((now - hour * HOUR) / DAY) * DAY + hour * HOUR;
}

function schedulerFor(desiredRetention: number): FSRS {
  return fsrs({ request_retention: desiredRetention, enable_fuzz: false });
}

function scheduled(scheduler: FSRS, memory: Memory, rating: PracticeRating, now: number): Memory {
  // Clocks of two processes may differ by a little: nobody reviews before their last review.
  const at = Math.max(now, memory.lastReview ?? now);
  const { card } = scheduler.next(cardOf(memory), new Date(at), GRADES[rating]);
  return {
    state: Object.values(PracticeState).find((state) => STATES[state] === card.state)!,
    due: card.due.getTime(),
    stability: card.stability,
    difficulty: card.difficulty,
    scheduledDays: card.scheduled_days,
    learningSteps: card.learning_steps,
    reps: card.reps,
    lapses: card.lapses,
    lastReview: at,
    introduced: memory.introduced ?? at,
  };
}

function cardOf(memory: Memory): Card {
  return {
    // What it does not name is computed anew from the last review.
    ...createEmptyCard(),
    state: STATES[memory.state],
    due: new Date(memory.due),
    stability: memory.stability,
    difficulty: memory.difficulty,
    scheduled_days: memory.scheduledDays,
    learning_steps: memory.learningSteps,
    reps: memory.reps,
    lapses: memory.lapses,
    last_review: memory.lastReview === null ? undefined : new Date(memory.lastReview),
  };
}
