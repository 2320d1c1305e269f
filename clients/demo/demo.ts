import { GroundworkClient } from "../typescript/client.js";
import { ApiError } from "../typescript/errors.js";
import {
  CancelTrainingRunDocument,
  LaunchTrainingRunDocument,
  TrainingRunProgressDocument,
  TrainingRunResultDocument,
  UnfinishedTrainingRunsDocument,
} from "../typescript/generated/operations.js";
import { farewell } from "./farewell.js";
import { FollowedRun } from "./followed-run.js";
import { result } from "./result.js";
import { epochLine, runView, standing } from "./run-view.js";
import type { Screen } from "./terminal/screen.js";

/** Where the product answers, and who may sign in. */
export interface Stage {
  url: string;
  adminEmail: string;
  adminPassword: string | undefined;
  /** Ends the demo, which then throws the signal's reason. */
  signal: AbortSignal;
}

const FOUNDER = { email: "founder@demo.local", password: "demo" };
const RUN = { recipe: "cnn-image-classification", dataset: "mnist-digits", name: "Demo: handwritten digits" };
/** How long a reading of a run's progress is good for. */
const READING_MS = 1_000;

/**
 * Signs in as the demo's founder, launches a run, shows it as it goes on, and says what it came to. Throws `ApiError` when
 * the API refuses something or the run does not succeed, and `ApiUnreachable`.
 */
export async function demo({ signal, ...stage }: Stage, screen: Screen): Promise<void> {
  const client = new GroundworkClient(stage.url, signal);
  await client.signIn(FOUNDER);
  await cancelEarlierRuns(client);
  const run = await launch(client);
  screen.print("", screen.style.paint("bold", `${run.recipe} on ${run.dataset}, seed ${run.seed}`), "");
  await follow(client, run.id, screen);

  const { trainingRun } = await client.execute(TrainingRunResultDocument, { id: run.id });
  const classification = trainingRun?.evaluation?.classification;
  if (!trainingRun?.evaluation || !classification) {
    const { status, error } = trainingRun ?? { status: "DELETED", error: null };
    throw new ApiError(`The run ended as ${status}: ${error?.message ?? "no reason is given."}`, error?.code ?? status);
  }
  const { evaluation, artifacts } = trainingRun;
  const evaluated = { ...trainingRun, evaluation: { ...evaluation, classification } };
  screen.print("", ...result(evaluated, screen.columns - 1, screen.style));
  screen.print("", ...farewell({ ...stage, founder: FOUNDER, artifacts }, screen.style));
}

/** Runs of earlier demos that were ended midway would come first. */
async function cancelEarlierRuns(client: GroundworkClient): Promise<void> {
  const { trainingRuns } = await client.execute(UnfinishedTrainingRunsDocument, { name: RUN.name });
  for (const { node } of trainingRuns.edges) await client.execute(CancelTrainingRunDocument, { id: node.id });
}

async function launch(client: GroundworkClient) {
  const { launchTrainingRun } = await client.execute(LaunchTrainingRunDocument, { input: RUN });
  if (launchTrainingRun.__typename === "TrainingRun") return launchTrainingRun;
  throw new ApiError(launchTrainingRun.message, launchTrainingRun.code);
}

/** Shows a run until it has ended: redrawn on a terminal, a line for each epoch in a log. */
async function follow(client: GroundworkClient, id: string, screen: Screen): Promise<void> {
  const run = new FollowedRun();
  let readAt = -Infinity;
  for await (const event of client.trainingRunEvents(id)) {
    const epochEnded = run.take(event);
    if (epochEnded || event.__typename === "StatusChanged" || performance.now() - readAt > READING_MS) {
      const { trainingRun } = await client.execute(TrainingRunProgressDocument, { id });
      if (trainingRun) run.read(trainingRun);
      readAt = performance.now();
    }
    if (screen.live) screen.draw(runView(run, screen, screen.style));
    else if (event.__typename === "StatusChanged") screen.print(standing(run));
    else if (epochEnded) screen.print(epochLine(run));
  }
}
