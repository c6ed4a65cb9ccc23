// @ts-check
/** @file Installs the dependencies when the lock file changed since the last time. Node only. */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { SetupError, say } from "./console.mjs";
import { ROOT } from "./paths.mjs";
import { run } from "./process.mjs";

/** As Vite's `engines` and ours: 20 from 20.19, and everything from 22.12. */
const OLDEST_NODES = /** @type {const} */ ({ 20: 19, 22: 12 });
/** Inside node_modules, so that deleting that folder deletes the stamp with it. */
const STAMP = join(ROOT, "node_modules/.hearth-stamp");

/** Returns what it did, for the log. */
export async function ensureInstalled() {
  ensureNode();
  const wanted = await lockHash();
  if (existsSync(STAMP) && (await readFile(STAMP, "utf8")) === wanted) return "already here";
  const alreadyHere = await isInstalledByHand();
  if (!alreadyHere) await install();
  await writeFile(STAMP, wanted);
  return alreadyHere ? "already here" : "installed";
}

async function install() {
  say("  installing the dependencies with npm ci");
  let { status, output } = await npm(["ci"]);
  // A lock file written where a package mirror lacks other platforms' optional binaries does not list them, and
  // `npm ci` refuses it. This still installs exactly what the lock names, plus those, and leaves the lock alone.
  if (status !== 0 && output.includes("EUSAGE")) ({ status, output } = await npm(["install", "--no-save"]));
  if (status === 0) return;
  throw new SetupError(
    `The dependencies could not be installed:\n${output.trim()}`,
    "Check the network and npm's registry setting, then run the command again.",
  );
}

/** @param {string} version as in `process.versions.node` */
export function isNodeSupported(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const entry = Object.entries(OLDEST_NODES).find(([oldest]) => Number(oldest) === major);
  return entry ? minor >= entry[1] : major > 22;
}

function ensureNode() {
  if (isNodeSupported(process.versions.node)) return;
  throw new SetupError(
    `Hearth does not run on Node ${process.versions.node}.`,
    `Install Node ${Object.entries(OLDEST_NODES)
      .map((parts) => parts.join("."))
      .join(" or ")}, or newer.`,
  );
}

/** The lock file plus the Node version: native parts are chosen for it. */
async function lockHash() {
  const lock = await readFile(join(ROOT, "package-lock.json"));
  return createHash("sha256").update(lock).update(process.versions.modules).digest("hex");
}

/** True when every package npm lists as installed is the one the lock file names: someone ran `npm ci` already. */
async function isInstalledByHand() {
  try {
    const [wanted, present] = await Promise.all([
      readLock("package-lock.json"),
      readLock("node_modules/.package-lock.json"),
    ]);
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === "" || entry.optional === true || present[path]?.integrity === entry.integrity,
    );
  } catch {
    return false;
  }
}

/** @param {string} path @returns {Promise<Record<string, { integrity?: string, optional?: boolean }>>} */
async function readLock(path) {
  return JSON.parse(await readFile(join(ROOT, path), "utf8")).packages;
}

/** @param {readonly string[]} args */
function npm(args) {
  // npm tells its children where it lies; on Windows `npm` alone is a script that cannot be spawned.
  const cli = process.env["npm_execpath"];
  if (cli?.endsWith(".js") === true) return run(process.execPath, [cli, ...args], { cwd: ROOT });
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, { cwd: ROOT });
}
