// @ts-check
/** @file `npm run bench -- NAME`: comparisons with peers, each run side by side on one machine. */
import { runMain, SetupError } from "../scripts/console.mjs";

const BENCHES = ["agent", "cpu", "engine", "import", "pictures", "storage", "weights"];

await runMain(async () => {
  const [name = ""] = process.argv.slice(2);
  if (!BENCHES.includes(name)) {
    throw new SetupError(
      `There is no bench ${name || "without a name"}.`,
      `Use one of: ${BENCHES.join(", ")}.`,
    );
  }
  const { main } = await import(`./${name}.mjs`);
  await main();
});
