/**
 * @file `npm run eval -- --model scripted|ID [--json FILE] [--limit N]`: how well the agent does. What code decides must
 * be right every time; with `scripted` that is all, and any miss ends with status 1. With a model of the catalog its own
 * figures follow, as measured.
 */

import { appendFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { DEFAULT_CASES, evaluate } from "../src/agent/eval/evaluate.ts";
import { passes, reportJson, table } from "../src/agent/eval/report.ts";
import type { LanguageModel } from "../src/shared/language-model.ts";

const USAGE = "Usage: npm run eval -- --model scripted|ID [--json FILE] [--limit N]";

interface Arguments {
  readonly model: string;
  readonly json: string | undefined;
  readonly limit: number;
}

function parseArguments(argv: readonly string[]): Arguments | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        model: { type: "string", default: "scripted" },
        json: { type: "string" },
        limit: { type: "string", default: String(DEFAULT_CASES) },
      },
    });
    const limit = Number(values.limit);
    return Number.isInteger(limit) && limit > 0 ? { model: values.model, json: values.json, limit } : null;
  } catch {
    return null;
  }
}

/** Returns the exit code: 0 when every gate is met, 1 when not, 2 for wrong arguments. */
export async function main(argv: readonly string[]): Promise<number> {
  const args = parseArguments(argv);
  if (args === null) {
    console.error(USAGE);
    return 2;
  }
  if (args.json !== undefined && !(await canWrite(args.json))) {
    console.error(`${args.json} can't be written.`);
    return 2;
  }
  const { model, close } = await open(args.model);
  try {
    let stage = "";
    const report = await evaluate(args.model, model, {
      limit: args.limit,
      onProgress: (progress) => {
        // Cases by code take milliseconds: their stages are named, cases of a model are counted.
        const line =
          model === null ? progress.stage : `${progress.stage}: ${progress.done + 1} of ${progress.total}`;
        if (line !== stage) process.stderr.write(`${line}\n`);
        stage = line;
      },
    });
    console.log(table(report));
    if (args.json === undefined) console.log(reportJson(report));
    else await writeFile(args.json, reportJson(report));
    return passes(report) ? 0 : 1;
  } finally {
    await close();
  }
}

/** Before minutes of work are lost for it. */
async function canWrite(file: string): Promise<boolean> {
  return appendFile(file, "").then(
    () => true,
    () => false,
  );
}

/** Before anything is run, so that a name that is none is said at once. @throws SetupError for it */
async function open(
  id: string,
): Promise<{ readonly model: LanguageModel | null; readonly close: () => Promise<void> }> {
  if (id === "scripted") return { model: null, close: () => Promise.resolve() };
  // Only now: a browser and a model are needed.
  const { openModel } = await import("./eval/harness-model.ts");
  return openModel(id);
}
