import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { listeningPort } from "../../src/launcher/listening-port.js";

test("a taken port is refused with another to try", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await expect(listeningPort(port, "127.0.0.1", 0)).rejects.toThrow(
    new RegExp(`^Port ${port} is taken, .* PORT=\\d+ npm start\\.$`),
  );
  other.close();
});

test("a port that is let go in time is had", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const had = listeningPort(port, "127.0.0.1", 60_000);
  other.close();
  expect(await had).toBe(port);
});

test("0 becomes a port that is free", async () => {
  expect(await listeningPort(0, "127.0.0.1", 0)).toBeGreaterThan(0);
});

test("an address of another machine is refused by name", async () => {
  await expect(listeningPort(0, "192.0.2.1", 0)).rejects.toThrow("HOST=192.0.2.1 is no address of this machine");
});
