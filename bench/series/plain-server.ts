import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { downsample } from "../../src/domains/training/series/downsample.js";

/**
 * The plain way to answer for a long series: read all of its points in order and thin them here. No GraphQL, no rights.
 * Argument: the database's URL.
 */

const [databaseUrl = ""] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, options: "-c search_path=groundwork,public" });

const server = createServer((request, response) => {
  void (async () => {
    const asked = new URL(request.url ?? "", "http://localhost").searchParams;
    const { rows } = await pool.query<{ step: number; value: number }>({
      name: "plain",
      text: `select step, value from bench_metric where name = 'loss' and step between $1 and $2 order by step`,
      values: [asked.get("from"), asked.get("to")],
    });
    const curve = { steps: rows.map(({ step }) => step), values: rows.map(({ value }) => value) };
    const points = downsample(curve, Number(asked.get("maxPoints")));
    response.setHeader("content-type", "application/json").end(JSON.stringify({ points }));
  })();
});
server.listen(0, "127.0.0.1", () => {
  process.send!({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
});
process.on("disconnect", () => process.exit());
