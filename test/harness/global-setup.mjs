import "../../scripts/typescript.mjs";

/** Jest runs this outside its module system: the sources are loaded by swc's own hook. */
export default async function setup() {
  const { prepareServer } = await import("./database.ts");
  globalThis.__testServer = await prepareServer(process.env);
}
