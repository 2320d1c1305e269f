/** Tells the time, in milliseconds since 1970: what is asked instead of the machine, so that time can be turned. */
export interface Clock {
  now(): number;
}

export function systemClock(): Clock {
  return { now: () => Date.now() };
}
