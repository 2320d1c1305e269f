import { peer } from "../harness/peers.js";

/** What to send: the requests take turns on each of the connections, for so many seconds. */
export interface Load {
  url: string;
  headers: Record<string, string>;
  bodies: string[];
  connections: number;
  seconds: number;
}

/** What came of it. `p50` and `p99` in milliseconds; `bytes` of one answer on average, headers included. */
export interface Outcome {
  requests: number;
  perSecond: number;
  p50: number;
  p99: number;
  bytes: number;
}

/** Puts load on a server whenever its parent asks. An answer that is not one, or that holds errors, ends it. */

interface Result {
  duration: number;
  errors: number;
  non2xx: number;
  mismatches: number;
  requests: { total: number };
  throughput: { total: number };
  latency: { p50: number; p99: number };
}
const { default: autocannon } = await peer<{ default: (options: object) => Promise<Result> }>("autocannon");

process.on("message", ({ url, headers, bodies, connections, seconds }: Load) => {
  void (async () => {
    const result = await autocannon({
      url: `${url}/graphql`,
      connections,
      duration: seconds,
      headers: { "content-type": "application/json", ...headers },
      requests: bodies.map((body) => ({ method: "POST", body })),
      verifyBody: (body: string) => !body.includes('"errors"'),
    });
    const faults = result.errors + result.non2xx + result.mismatches;
    const { total } = result.requests;
    if (faults > 0) throw new Error(`${String(faults)} of ${String(total)} answers from ${url} were faulty.`);
    process.send!({
      requests: total,
      perSecond: total / result.duration,
      p50: result.latency.p50,
      p99: result.latency.p99,
      bytes: result.throughput.total / total,
    } satisfies Outcome);
  })();
});
process.on("disconnect", () => process.exit());
process.send!({});
