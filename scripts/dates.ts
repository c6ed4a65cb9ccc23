/**
 * @file `npm run dates -- FILE.json [--lang en]`: resolves every phrase of a file and prints each miss and how
 * many of how many are right. The notation is described in `src/calendar/fixtures/expectation.ts`.
 */

import { readFile } from "node:fs/promises";
import { meets, notation, type PhraseFile, resolveRow } from "../src/calendar/fixtures/expectation.ts";
import { SetupError, readOptions } from "./console.mjs";

const USAGE = "Usage: npm run dates -- FILE.json [--lang en]";

function isPhraseFile(value: unknown): value is PhraseFile {
  const file = value as Partial<PhraseFile> | null;
  return (
    typeof file === "object" && file !== null && typeof file.refs === "object" && Array.isArray(file.rows)
  );
}

/** Returns the exit code: 0 when every row is right, 1 when some are not, 2 when the file cannot be read. @throws SetupError for wrong arguments */
export async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, USAGE, {
    allowPositionals: true,
    options: { lang: { type: "string" } },
  });
  if (options === null) return 0;
  const [file, second] = options.positionals;
  if (file === undefined || second !== undefined) throw new SetupError("One file is needed.", USAGE);
  const content = await readFile(file, "utf8").catch(() => null);
  if (content === null) {
    console.error(`Cannot read ${file}.`);
    return 2;
  }
  const data = parseJson(content);
  if (data === undefined) {
    console.error(`${file} is not JSON.`);
    return 2;
  }
  if (!isPhraseFile(data)) {
    console.error(`${file} is not a phrase file: it needs "refs" and "rows".`);
    return 2;
  }
  return report(data, options.values.lang);
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** null for a row that is none. */
function resolved(data: PhraseFile, row: PhraseFile["rows"][number]): ReturnType<typeof resolveRow> | null {
  try {
    const resolution = resolveRow(data, row);
    meets(row, resolution);
    return resolution;
  } catch {
    return null;
  }
}

function report(data: PhraseFile, language: string | undefined): number {
  const rows = data.rows.filter((row) => language === undefined || row.lang === language);
  if (rows.length === 0) {
    console.error(
      language === undefined ? "The file has no rows." : `No row is in the language ${language}.`,
    );
    return 2;
  }
  const misses = rows.filter((row, index) => {
    const resolution = resolved(data, row);
    if (resolution === null) {
      console.log(`row ${index + 1} is not like the others: it needs id, lang, ref, phrase and expect`);
      return true;
    }
    if (meets(row, resolution)) return false;
    const flags = resolution.flags.map((flag) => `{${flag}}`).join("");
    console.log(
      `${row.id} ${row.lang} "${row.phrase}": expected ${row.expect} ${row.note ?? ""}, got ${notation(resolution)} ${flags}`,
    );
    return true;
  });
  console.log(`${rows.length - misses.length} of ${rows.length}`);
  return misses.length === 0 ? 0 : 1;
}
