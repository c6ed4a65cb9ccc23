// @ts-check
/** @file What the set-up scripts print: one short line per step with its duration, one clear sentence on failure. */

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** A failure the person at the keyboard can mend; `remedy` says how. */
export class SetupError extends Error {
  /**
   * @param {string} message one sentence: what went wrong
   * @param {string} remedy one sentence: what to do now
   */
  constructor(message, remedy) {
    super(message);
    this.name = "SetupError";
    this.remedy = remedy;
  }
}

/** @type {NodeJS.WritableStream} */
let stream = process.stdout;

/** Makes `say` write to stderr, for programs whose stdout is their result. */
export function sayOnStderr() {
  stream = process.stderr;
}

/** @param {string} line */
export function say(line) {
  stream.write(`${line}\n`);
}

/** @param {number} startedAtMs a `performance.now()` reading */
export function durationSince(startedAtMs) {
  return `${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`;
}

/**
 * Runs one step and prints its name, outcome and duration. The work may return a short note for that line.
 *
 * @param {string} name
 * @param {() => Promise<string | void>} work
 */
export async function step(name, work) {
  const startedAtMs = performance.now();
  const note = await work();
  say(`${name}: ${note ?? "done"} (${durationSince(startedAtMs)})`);
}

/**
 * Runs a script's main function: a SetupError prints as sentence and remedy, anything else with its stack.
 * The exit status is main's number, 1 after a failure.
 *
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    // By its name: a program that Vite has loaded brings a class of its own.
    if (error instanceof Error && error.name === "SetupError" && "remedy" in error) {
      process.stderr.write(`${error.message}\n${String(error.remedy)}\n`);
    } else {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
}

/**
 * What a command was given, read by `util.parseArgs`. With `--help` or `-h` the usage goes to stdout and there is nothing
 * to do: null. Every command treats them alike.
 *
 * @template {import("node:util").ParseArgsConfig} T
 * @param {readonly string[]} argv
 * @param {string} usage how the command is called
 * @param {T} config without `args`
 * @returns {ReturnType<typeof parseArgs<T>> | null}
 * @throws {SetupError} with the usage as its remedy, for options that are none
 */
export function readOptions(argv, usage, config) {
  const end = argv.indexOf("--");
  const own = end < 0 ? argv : argv.slice(0, end);
  if (own.includes("--help") || own.includes("-h")) {
    process.stdout.write(`${usage}\n`);
    return null;
  }
  try {
    const args = [...withNumbers(own, config), ...argv.slice(own.length)];
    const parsed = /** @type {unknown} */ (parseArgs({ ...config, args }));
    return /** @type {ReturnType<typeof parseArgs<T>>} */ (parsed);
  } catch (error) {
    const [sentence = ""] = String(error instanceof Error ? error.message : error).split(/\. |\.?\n|\.$/);
    const needed = sentence.replace(
      /^Option '(\S+)[^']*' argument (?:is ambiguous|missing)$/,
      "$1 needs a value",
    );
    throw new SetupError(`${needed}.`, usage);
  }
}

/**
 * `--name -1` as `--name=-1`: what begins with a dash could be an option, but a number is none.
 *
 * @param {readonly string[]} args
 * @param {import("node:util").ParseArgsConfig} config
 */
function withNumbers(args, { options = {} }) {
  /** @type {string[]} */
  const joined = [];
  for (const arg of args) {
    const name = /^--([^=]+)$/.exec(joined.at(-1) ?? "")?.[1] ?? "";
    const takesValue = Object.hasOwn(options, name) && options[name]?.type === "string";
    if (takesValue && /^-\.?\d/.test(arg)) joined.push(`${joined.pop()}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

/**
 * True when the module at `moduleUrl` is the file Node was started with.
 *
 * @param {string} moduleUrl `import.meta.url` of the caller
 */
export function isEntryPoint(moduleUrl) {
  const entry = process.argv[1];
  return entry !== undefined && realpathSync(entry) === realpathSync(fileURLToPath(moduleUrl));
}
