import { loadConfig } from "./config.js";
import { findDatabase } from "./database/find-database.js";
import { auditLogs } from "./domains/compliance/log/compliance-log-audit.js";
import { StartupError } from "./kernel/startup-error.js";
import { Reader } from "./kernel/read/reader.js";
import { execute } from "./launcher/executable.js";
import { openOrm, poolOf } from "./orm.js";

// Recomputes the hashes of every organisation's compliance log: `npm run audit:verify`. Ends with 1 where one does not hold.
await execute(async (env) => {
  const orm = await openOrm(await findDatabase(loadConfig(env)), 1);
  let broken = 0;
  try {
    for await (const log of auditLogs(new Reader(await poolOf(orm)))) {
      if ("fault" in log) {
        broken += 1;
        console.log(`${log.organisationId}  BROKEN at entry ${log.seq}: ${log.fault}`);
      } else console.log(`${log.organisationId}  ${log.entries} entries hold, the last is ${log.hash}`);
    }
  } finally {
    await orm.close(true);
  }
  if (broken > 0) throw new StartupError(`${broken} of the compliance logs do not hold.`);
});
process.exit();
