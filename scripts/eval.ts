/**
 * @file `npm run eval -- --model scripted|ID`: how well the agent does. What code decides must be right every time; with
 * `scripted` that is all, and any miss ends with status 1. With a model of the catalog its own figures follow, as
 * measured.
 */

import { appendFile, writeFile } from "node:fs/promises";

import { DEFAULT_CASES, evaluate } from "../src/agent/eval/evaluate.ts";
import type { EvalProgress } from "../src/agent/eval/pace.ts";
import { passes, reportJson, table, type Report } from "../src/agent/eval/report.ts";
import type { LanguageModel } from "../src/shared/language-model.ts";
import { SetupError, readOptions, sayOnStderr } from "./console.mjs";

const USAGE = `Usage: npm run eval -- [--model scripted|ID] [--limit N] [--runs N] [--json FILE]
  --model  scripted (code alone, the default) or the id of a catalog model, or its beginning
  --limit  cases that the model gets at most (${DEFAULT_CASES}: all that are not generated)
  --runs   how often it gets them, from 2 on pass^k is reported (1): each time the tools that it may choose and the
           small talk of the generated cases are in another order; without tools (tier S) fixed cases stay the same
  --json   also writes the figures as JSON to FILE; - prints them on stdout and the table on stderr`;

/** Where --json prints instead of writing a file. */
const STDOUT = "-";

/** Returns the exit code: 0 when every gate is met, 1 when not. @throws SetupError for wrong arguments */
export async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, USAGE, {
    options: {
      model: { type: "string", default: "scripted" },
      json: { type: "string" },
      limit: { type: "string", default: String(DEFAULT_CASES) },
      runs: { type: "string", default: "1" },
    },
  });
  if (options === null) return 0;
  const { model: name, json } = options.values;
  const limit = count("--limit", options.values.limit);
  const runs = count("--runs", options.values.runs);
  if (json !== undefined && json !== STDOUT && !(await canWrite(json)))
    throw new SetupError(`${json} can't be written.`, "Name another file.");
  // What building and installing say is no figure.
  sayOnStderr();
  const { model, close } = await open(name);
  try {
    const report = await evaluate(name, model, { limit, runs, onProgress: progressOf() });
    await print(report, json);
    return passes(report) ? 0 : 1;
  } finally {
    await close();
  }
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new SetupError(`${name} is a whole number from 1 on.`, USAGE);
}

/** The table for people on stdout, unless that is where the JSON goes. */
async function print(report: Report, json: string | undefined): Promise<void> {
  if (json === STDOUT) {
    process.stderr.write(`${table(report)}\n`);
    process.stdout.write(reportJson(report));
    return;
  }
  process.stdout.write(`${table(report)}\n`);
  if (json !== undefined) await writeFile(json, reportJson(report));
}

/** Lines are at least this far apart: cases by code take milliseconds each, cases of a model seconds. */
const LINE_EVERY_MS = 1000;

function progressOf(): (progress: EvalProgress) => void {
  let last = { stage: "", atMs: 0 };
  return ({ stage, done, total }) => {
    const atMs = performance.now();
    if (stage === last.stage && atMs - last.atMs < LINE_EVERY_MS) return;
    process.stderr.write(`${stage}: ${done + 1} of ${total}\n`);
    last = { stage, atMs };
  };
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
