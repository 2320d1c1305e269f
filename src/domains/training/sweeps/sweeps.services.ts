import type { EntityManager } from "@mikro-orm/postgresql";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { EventFeed } from "../../../kernel/signals/event-feed.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { OwnDataStore } from "../datasets/own-data.store.js";
import type { RunControl } from "../runs/run-control.service.js";
import type { RunIntake } from "../runs/run-intake.service.js";
import { SweepController } from "./sweep-controller.service.js";
import { SweepEventStore } from "./sweep-events.store.js";
import { SweepsReading } from "./sweeps-reading.service.js";
import { SweepsService } from "./sweeps.service.js";
import { TrialLaunching } from "./trial-launching.js";
import { TrialResults } from "./trial-results.js";

interface Parts {
  em: EntityManager;
  reader: Reader;
  jobs: JobQueues;
  signals: Signals;
}

/** The services of sweeps. Trials are taken in and ended as other runs are. */
export function buildSweeps(
  { em, reader, jobs, signals }: Parts,
  { intake, runControl, ownData }: { intake: RunIntake; runControl: RunControl; ownData: OwnDataStore },
) {
  const events = new SweepEventStore(reader, signals);
  const results = new TrialResults(events);
  const launching = new TrialLaunching(intake, events, ownData);
  const sweepController = new SweepController(em, reader, jobs, events, results, launching, runControl);
  const sweepFeed = new EventFeed(events, signals, "sweep-events");
  return {
    sweepController,
    sweepFeed,
    sweeps: new SweepsService(em, jobs, events, results, sweepController, sweepFeed, ownData),
    sweepsReading: new SweepsReading(reader),
  };
}
