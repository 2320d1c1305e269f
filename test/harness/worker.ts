import { beforeAll } from "@jest/globals";
import { startWorker } from "../../workers/start-worker.js";
import type { Product } from "./product.js";

/** Runs a worker beside the product while the tests of a file run. Call it after `withProduct`. */
export function withWorker(product: Product): void {
  beforeAll(async () => {
    const worker = await startWorker(product.config);
    product.beforeEnd(() => worker.close());
  });
}
