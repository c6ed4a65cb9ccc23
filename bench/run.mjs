// @ts-check
/** @file `npm run bench -- NAME`: comparisons with peers, each run side by side on one machine. */
import { readFileSync } from "node:fs";

import { readOptions, runMain, SetupError } from "../scripts/console.mjs";

const BENCHES = ["agent", "cpu", "engine", "gpu", "import", "pictures", "storage", "weights"];

const USAGE = `Usage: npm run bench -- NAME, with options where NAME --help names some.
Use one of: ${BENCHES.join(", ")}.`;

/**
 * What stands at the top of a bench, without the marks of a comment.
 *
 * @param {string} name
 */
function helpOf(name) {
  const source = readFileSync(new URL(`./${name}.mjs`, import.meta.url), "utf8");
  const [, top = ""] = /\/\*\*[\s*]*@file (.*?)\s*\*\//s.exec(source) ?? [];
  return top.replaceAll(/\n \* ?/g, "\n");
}

await runMain(async () => {
  const argv = process.argv.slice(2);
  const [name = ""] = argv;
  const usage = BENCHES.includes(name) ? helpOf(name) : USAGE;
  // A bench reads its own options.
  if (readOptions(argv, usage, { strict: false, allowPositionals: true }) === null) return;
  if (!BENCHES.includes(name)) {
    throw new SetupError(
      `There is no bench ${name || "without a name"}.`,
      `Use one of: ${BENCHES.join(", ")}.`,
    );
  }
  const { main } = await import(`./${name}.mjs`);
  await main();
});
