import { followLauncher } from "../../../src/launcher/child.js";

// A child of the launcher; the environment says how it misbehaves.
const { CHILD_FAILS, CHILD_HANGS, PORT } = process.env;
if (CHILD_FAILS) process.exit(3);
setInterval(() => undefined, 1000);
const hang = () => new Promise<void>(() => console.log(JSON.stringify({ stopping: process.pid })));
const end = async () => console.log(JSON.stringify({ ended: process.pid }));
followLauncher({ onStop: CHILD_HANGS ? hang : end, url: `http://127.0.0.1:${PORT}` });
console.log(JSON.stringify({ started: process.pid }));
