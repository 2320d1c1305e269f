import { expect, test } from "@jest/globals";
import { createModel, simulate } from "../harness/economics.js";
import { withProduct } from "../harness/product.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

test("a worker takes a simulation from its queue, and whoever follows sees it end", async () => {
  const founder = await product.founder();
  const id = await simulate(founder, (await createModel(founder)).id);
  const statuses: string[] = [];
  const events = founder.subscribe<{ economicSimulationEvents: { status?: string } }>(
    `subscription ($id: ID!) { economicSimulationEvents(simulationId: $id) { ... on SimulationStatusChanged { status } } }`,
    { id },
  );
  for await (const { data } of events) statuses.push(data!.economicSimulationEvents.status ?? "told");
  expect(statuses).toEqual(["QUEUED", "RUNNING", "told", "SUCCEEDED"]);
});
