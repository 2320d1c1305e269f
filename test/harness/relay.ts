import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Stands between a client and a server, and can be cut. */
export class Relay {
  /** What clients have sent. */
  sent = "";
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((client) => {
    const api = connect(Number(new URL(this.target).port), "127.0.0.1");
    client.on("data", (chunk) => (this.sent += chunk.toString("latin1")));
    client.pipe(api).pipe(client);
    for (const socket of [client, api]) {
      this.sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => (client.destroy(), api.destroy()));
    }
  });

  /** `target` is the origin of the API, or the address of a database. */
  constructor(private readonly target: string) {}

  /** Returns the origin to talk to, on any free port unless one is given. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Breaks every connection; new ones are welcome. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  /** Cuts, and refuses what comes. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }
}
