import { expect, test } from "@jest/globals";
import { withProduct } from "../harness/product.js";
import { EVENTS, follow, launch, type RunEvent } from "../harness/runs.js";
import { until } from "../harness/until.js";

const product = withProduct();

const CANCEL = `mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`;

test("a client that leaves while nothing happens is forgotten", async () => {
  const founder = await product.founder();
  const { id } = await launch(founder);
  await follow(founder, id, 0, ({ seq }) => seq === 1);
  await until(() => product.services.feed.size === 0);
});

test("clients that follow one run from different places each get what they lack, and all hear its end", async () => {
  const founder = await product.founder();
  const { id } = await launch(founder);
  const following = [0, 0, 1].map((after) => follow(founder, id, after));
  await until(() => product.services.feed.size === 1);
  await founder.query(CANCEL, { id });
  const seqs = (await Promise.all(following)).map((events) => events.map(({ seq }) => seq));
  expect(seqs).toEqual([[1, 2], [1, 2], [2]]);
});

test("a client hears of an event though its signal was lost", async () => {
  const founder = await product.founder();
  const { id } = await launch(founder);
  const events: RunEvent[] = [];
  const subscription = founder.subscribe<{ trainingRunEvents: RunEvent }>(EVENTS, { runId: id });
  events.push((await subscription.next()).value!.data!.trainingRunEvents);
  await product.services.reader.query(
    `with run as (update training_run set last_seq = last_seq + 1 where id = $1 returning id, last_seq)
     insert into training_run_event (run_id, seq, kind, payload)
     select id, last_seq, 'LogLine', '{"step": 0, "level": "INFO", "message": "unannounced"}' from run`,
    [id.replace("TrainingRun_", "")],
  );
  events.push((await subscription.next()).value!.data!.trainingRunEvents);
  await subscription.return(undefined);
  expect(events).toMatchObject([{ seq: 1 }, { seq: 2, message: "unannounced" }]);
});
