// @ts-check
/** @file `npm run bench -- NAME`: comparisons with peers, each run side by side on one machine. */
import { readOptions, runMain, SetupError } from "../scripts/console.mjs";

const BENCHES = ["agent", "cpu", "engine", "import", "pictures", "storage", "weights"];

const USAGE = `Usage: npm run bench -- NAME, with options where the top of bench/NAME.mjs names some.
Use one of: ${BENCHES.join(", ")}.`;

await runMain(async () => {
  const argv = process.argv.slice(2);
  // A bench reads its own options.
  if (readOptions(argv, USAGE, { strict: false, allowPositionals: true }) === null) return;
  const [name = ""] = argv;
  if (!BENCHES.includes(name)) {
    throw new SetupError(
      `There is no bench ${name || "without a name"}.`,
      `Use one of: ${BENCHES.join(", ")}.`,
    );
  }
  const { main } = await import(`./${name}.mjs`);
  await main();
});
