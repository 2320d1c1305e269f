import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { Redis } from "ioredis";

/** Whether this machine can start a Redis of its own. */
export const hasRedisServer = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of its own that forgets everything when it is stopped. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const server = new RedisServer(port);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Resolves once it answers. */
  async start(): Promise<void> {
    const settings = ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    this.process = spawn("redis-server", settings, { stdio: "ignore" });
    const redis = new Redis(this.url, { maxRetriesPerRequest: null });
    redis.on("error", () => undefined);
    await redis.ping();
    redis.disconnect();
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const { process } = this;
    this.process = undefined;
    if (!process) return;
    const exited = once(process, "exit");
    process.kill(signal);
    await exited;
  }
}
