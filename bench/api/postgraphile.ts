import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { peer } from "../harness/peers.js";

/**
 * PostGraphile 5 over the product's own tables, as a process of its own: its Amber preset, on Node's HTTP server (its
 * leanest), without a watch, a viewer or WebSockets, with plain lists beside connections. Prepared statements are on by
 * default. Argument: the database's URL. Tells its parent its address.
 */

const { postgraphile } = await peer<{
  postgraphile: (preset: object) => { createServ(grafserv: object): { addTo(server: Server): Promise<void> } };
}>("postgraphile");
const { PostGraphileAmberPreset } = await peer<{ PostGraphileAmberPreset: object }>("postgraphile/presets/amber");
const { makePgService } = await peer<{ makePgService: (options: object) => object }>("postgraphile/adaptors/pg");
const { grafserv } = await peer<{ grafserv: object }>("postgraphile/grafserv/node");

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  // Lets a list be ordered by a column without an index of its own, as the tags of a question are.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ connectionString: process.argv[2], schemas: ["groundwork"], poolConfig: { max: 10 } })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false, watch: false },
  grafast: { explain: false },
  schema: { defaultBehavior: "+connection +list" },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () => {
  process.send?.({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
});
process.on("disconnect", () => process.exit());
