/**
 * @file `npm run eval -- --model scripted|ID [--json FILE] [--limit N]`: how well the agent does. What code decides must
 * be right every time; with `scripted` that is all, and any miss ends with status 1. With a model of the catalog its own
 * figures follow, as measured.
 */

import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { codePart } from "./eval/code-part.ts";
import { modelPart } from "./eval/model-part.ts";
import { passes, table, type Report } from "./eval/report.ts";

const USAGE = "Usage: npm run eval -- --model scripted|ID [--json FILE] [--limit N]";
const DEFAULT_LIMIT = "24";

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
        limit: { type: "string", default: DEFAULT_LIMIT },
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
  const code = await codePart();
  const measured = args.model === "scripted" ? { rows: [], misses: [] } : await withModel(args);
  const report: Report = {
    model: args.model,
    rows: [...code.rows, ...measured.rows],
    misses: [...code.misses, ...measured.misses],
  };
  const ok = passes(report) && code.misses.length === 0;
  console.log(table(report));
  const json = `${JSON.stringify({ ...report, ok }, null, 2)}\n`;
  if (args.json === undefined) console.log(json);
  else await writeFile(args.json, json);
  return ok ? 0 : 1;
}

async function withModel({ model: id, limit }: Arguments): ReturnType<typeof codePart> {
  // Only now: a browser and a model are needed.
  const { openModel } = await import("./eval/harness-model.ts");
  const { model, close } = await openModel(id);
  try {
    return await modelPart(model, { limit, onProgress: (text) => void process.stderr.write(`${text}\n`) });
  } finally {
    await close();
  }
}
