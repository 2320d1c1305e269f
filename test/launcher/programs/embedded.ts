import { EmbeddedPostgres } from "../../../src/database/embedded-postgres.js";

// Starts the cluster of the home that is given, says where, and waits to be killed.
const onLost = (error: Error) => console.error(error);
const { url, pid } = await EmbeddedPostgres.start(process.argv[2], { durable: true, onLost });
console.log(JSON.stringify({ url, pid }));
