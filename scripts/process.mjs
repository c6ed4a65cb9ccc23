// @ts-check
/** @file Runs other programs, without a shell. */

import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * @typedef {object} RunResult
 * @property {number} status exit status, 1 when it died of a signal
 * @property {string} output stdout and stderr together, in the order they came
 */

/**
 * Runs `command` to its end and collects what it prints; never rejects for a status, only when it can't be started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, echo?: boolean }} [options] `echo`: also print as it comes
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd, env, echo = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        output += text;
        if (echo) process.stdout.write(text);
      });
    }
    child.once("error", reject);
    child.once("close", (status) => resolve({ status: status ?? 1, output }));
  });
}

/**
 * The program's full path, or undefined when it is nowhere on PATH.
 *
 * @param {string} name
 */
export function findProgram(name) {
  const names = process.platform === "win32" ? [`${name}.exe`] : [name];
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    for (const candidate of names) {
      const path = join(folder, candidate);
      if (folder !== "" && isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
