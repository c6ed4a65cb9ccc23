// @ts-check
/**
 * @file `npm run ask -- --model smollm2 "prompt"`: the real engine in a headless Chromium. The answer streams to
 * stdout, speeds go to stderr. The browser profile in `.cache/` keeps the model, so only the first run installs it.
 */

import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

import { ensureBuilt } from "./build.mjs";
import { SetupError, readOptions, runMain, sayOnStderr } from "./console.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensureModel } from "./model.mjs";
import { CACHE, ROOT } from "./paths.mjs";

const USAGE =
  'Use `npm run ask -- --model smollm2 "prompt"`, with --image FILE (several times for several), --device cpu or webgpu, --max-tokens N, --temperature T or --system TEXT.';

/** What takes long enough to be told, a line each. */
const LOAD_STEPS = {
  verify: "reading the model",
  start:
    "checking the device with known numbers; a graphics processor compiles its shaders for that, which can take minutes",
  calibrate: "measuring the model for int8",
  quantise: "making the weights",
  check: "checking the model",
};
/** @type {Set<string>} */
const told = new Set();

await runMain(async () => {
  sayOnStderr();
  const given = readArguments();
  if (given === null) return 0;
  const { values, prompt } = given;
  const [request, device] = [requestOf(values, prompt), deviceOf(values.device)];
  await ensureInstalled();
  const model = await findModel(values.model);
  if (model.isDefault) await ensureModel();
  await ensureBuilt("harness");
  // Only now: this needs the dependencies.
  const { openHarness } = await import("../e2e/support/harness.mjs");
  const { page, close } = await openHarness({ profile: join(CACHE, "ask-profile"), onPart: printPart });
  try {
    await page.setInputFiles("input", values.image ?? []);
    const answer = await page.evaluate(
      async ([id, wish, what]) => {
        try {
          await window.hearth.install(id);
          const info = await window.hearth.load(id, undefined, wish);
          return { info, result: await window.hearth.generateWithPictures(what) };
        } catch (error) {
          return window.hearth.explain(error);
        }
      },
      /** @type {[string, "auto" | "cpu" | "webgpu", typeof request]} */ ([model.id, device, request]),
    );
    if ("nextStep" in answer) throw new SetupError(answer.sentence, answer.nextStep);
    process.stdout.write("\n");
    process.stderr.write(`${speeds(answer.result, answer.info)}\n`);
    return 0;
  } finally {
    await close();
  }
});

function readArguments() {
  const parsed = readOptions(process.argv.slice(2), USAGE, {
    allowPositionals: true,
    options: {
      model: { type: "string", default: "smollm2" },
      system: { type: "string" },
      image: { type: "string", multiple: true },
      device: { type: "string", default: "auto" },
      temperature: { type: "string", default: "0" },
      "max-tokens": { type: "string", default: "256" },
    },
  });
  if (parsed === null) return null;
  const prompt = parsed.positionals.join(" ");
  if (prompt.trim() === "") throw new SetupError("There is no prompt.", USAGE);
  for (const file of parsed.values.image ?? []) {
    if (!existsSync(file)) throw new SetupError(`${file} does not exist.`, USAGE);
    if (!statSync(file).isFile()) throw new SetupError(`${file} is no file.`, USAGE);
  }
  return { values: parsed.values, prompt };
}

/** @param {string} name */
function deviceOf(name) {
  if (name === "auto" || name === "cpu" || name === "webgpu") return name;
  throw new SetupError(`There is no device ${name}.`, USAGE);
}

/**
 * The one catalog entry whose id is `name` or starts with it.
 *
 * @param {string} name
 */
async function findModel(name) {
  const { runnerImport } = await import("vite");
  /** @type {{ module: typeof import("../src/models/catalog.ts") }} */
  const { module } = await runnerImport(join(ROOT, "src/models/catalog.ts"), { configFile: false });
  const ids = module.CATALOG.map(({ id }) => id);
  if (name === "") throw new SetupError("--model has no name.", `Use one of: ${ids.join(", ")}.`);
  const matches = ids.includes(name) ? [name] : ids.filter((id) => id.startsWith(name));
  const [id] = matches;
  if (id !== undefined && matches.length === 1) return { id, isDefault: id === module.DEFAULT_MODEL_ID };
  throw new SetupError(
    matches.length === 0 ? `There is no model ${name}.` : `${name} may mean several models.`,
    `Use one of: ${(matches.length === 0 ? ids : matches).join(", ")}.`,
  );
}

/** @param {{ system?: string | undefined, temperature: string, "max-tokens": string }} values @param {string} prompt */
function requestOf(values, prompt) {
  const temperature = Number(values.temperature);
  const maxTokens = Number(values["max-tokens"]);
  if (
    values.temperature.trim() === "" ||
    !(temperature >= 0 && temperature < 100) ||
    !Number.isInteger(maxTokens) ||
    maxTokens < 1
  ) {
    throw new SetupError(
      "--temperature is a number from 0 on, --max-tokens a whole number from 1 on.",
      USAGE,
    );
  }
  const user = { role: /** @type {const} */ ("user"), content: prompt };
  const system = { role: /** @type {const} */ ("system"), content: values.system ?? "" };
  return {
    messages: values.system === undefined ? [user] : [system, user],
    sampling: { temperature, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 },
    maxTokens,
    stop: [],
  };
}

/** @param {{ type: string, text?: string, phase?: string, verifiedPieces?: number, totalPieces?: number }} part */
function printPart(part) {
  const step = LOAD_STEPS[/** @type {keyof typeof LOAD_STEPS} */ (part.phase ?? "")];
  if (part.type === "load-progress" && step !== undefined && !told.has(step)) {
    told.add(step);
    process.stderr.write(`${step}\n`);
  }
  if (part.type === "text-delta") process.stdout.write(part.text ?? "");
  // Overwrites itself, and only where someone watches.
  if (part.type === "download-progress" && process.stderr.isTTY) {
    process.stderr.write(`\rinstalling: ${part.verifiedPieces} of ${part.totalPieces} pieces `);
    if (part.verifiedPieces === part.totalPieces) process.stderr.write("\n");
  }
}

/**
 * @param {import("#shared/language-model").GenerateResult} result
 * @param {import("#workers/protocol-models").EngineInfo} info
 */
function speeds(result, info) {
  return [
    `prefill ${result.prefillRate.toFixed(1)} tok/s (${result.promptTokens} tokens)`,
    `decode ${result.decodeRate.toFixed(1)} tok/s (${result.completionTokens} tokens)`,
    `first token after ${(result.timeToFirstTokenMs / 1000).toFixed(2)} s`,
    `${info.modelId} on ${info.device}, ${info.threads} threads`,
  ].join(", ");
}
