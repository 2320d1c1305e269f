import type { ServingConfig } from "./config.js";
import { createLogger } from "./kernel/logger.js";
import { openOrm } from "./orm.js";
import { buildApiSchema } from "./schema.js";
import { createServer } from "./server.js";
import { buildServices, type Services } from "./services.js";

/** An API process that answers at `url`. */
export interface RunningApi {
  url: string;
  services: Services;
  close(): Promise<void>;
}

/** Starts an API process on `config.host` and `config.port`; `close` ends its subscriptions, then its connections. */
export async function startApi(config: ServingConfig): Promise<RunningApi> {
  const logger = createLogger("api", config.logLevel);
  const orm = await openOrm(config.databaseUrl);
  const services = await buildServices(orm, config, logger);
  const app = await createServer(buildApiSchema(), services, { ...config, logger });
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    url,
    services,
    async close() {
      await app.close();
      await services.close();
      await orm.close(true);
    },
  };
}
