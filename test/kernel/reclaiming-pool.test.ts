import { expect, test } from "@jest/globals";
import { openOrm } from "../../src/orm.js";
import { createDatabase } from "../harness/database.js";

test("a pool whose server ends its connections in mid-transaction, again and again, still has connections to give", async () => {
  const database = await createDatabase();
  const [orm, administrator] = await Promise.all([openOrm(database.url, 2), openOrm(database.url, 1)]);
  try {
    for (let cut = 0; cut < 5; cut++) {
      const transaction = orm.em.fork().transactional(async (em) => {
        const [{ pid }] = await em.execute<{ pid: number }[]>("select pg_backend_pid() as pid");
        await administrator.em.fork().execute("select pg_terminate_backend(?)", [pid]);
        await em.execute("select pg_sleep(1)");
      });
      await expect(transaction).rejects.toThrow();
    }
    const answers = [1, 2, 3].map((n) => orm.em.fork().transactional((em) => em.execute(`select ${n}::int as n`)));
    expect(await Promise.all(answers)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  } finally {
    await Promise.all([orm.close(true), administrator.close(true)]);
    await database.drop();
  }
});
