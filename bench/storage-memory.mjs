// @ts-check
/**
 * @file The memory of a Chromium's processes, from /proc (Linux; elsewhere there is no figure). Of the renderer `anonymous`
 * is what is private: JavaScript's heap, ArrayBuffers and WebAssembly memory among it; `shared` is what it has in common
 * with other processes, such as buffers on their way to the GPU.
 */
import { readFileSync, readdirSync } from "node:fs";

const SAMPLE_MS = 50;

/** @typedef {{ anonymous: number, shared: number, gpu: number, browser: number }} Megabytes */

/**
 * Samples until `stop`, which returns the peaks above what there was at the start; null where there is no /proc.
 *
 * @param {string} profile folder of the browser's profile
 * @returns {{ stop: () => Megabytes | null }}
 */
export function watchMemory(profile) {
  const processes = processesOf(profile);
  const base = sample(processes);
  let peak = base;
  const look = () => {
    const now = sample(processes);
    if (now && peak) peak = larger(peak, now);
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop: () => {
      look();
      clearInterval(timer);
      if (!base || !peak) return null;
      return {
        anonymous: peak.anonymous - base.anonymous,
        shared: peak.shared - base.shared,
        gpu: peak.gpu - base.gpu,
        browser: peak.browser - base.browser,
      };
    },
  };
}

/** @typedef {{ pid: number, kind: "renderer" | "gpu" | "browser" }} BrowserProcess */

/** @param {string} profile @returns {readonly BrowserProcess[]} */
function processesOf(profile) {
  const all = listProcesses();
  const root = all.find(
    ({ args }) => args.includes(`--user-data-dir=${profile}`) && !args.includes("--type="),
  );
  if (root === undefined) return [];
  const family = new Set([root.pid]);
  for (let size = 0; size < family.size;) {
    size = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  /** @type {BrowserProcess[]} */
  const processes = [{ pid: root.pid, kind: "browser" }];
  for (const { pid, args } of all) {
    if (!family.has(pid)) continue;
    if (args.includes("--type=renderer")) processes.push({ pid, kind: "renderer" });
    else if (args.includes("--type=gpu-process")) processes.push({ pid, kind: "gpu" });
  }
  return processes;
}

function listProcesses() {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const args = read(`/proc/${name}/cmdline`).replaceAll("\0", " ");
        const parent = Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1] ?? 0);
        return args === "" ? [] : [{ pid: Number(name), parent, args }];
      });
  } catch {
    return [];
  }
}

/** @param {readonly BrowserProcess[]} processes @returns {Megabytes | null} */
function sample(processes) {
  if (processes.length === 0) return null;
  const sum = { anonymous: 0, shared: 0, gpu: 0, browser: 0 };
  for (const { pid, kind } of processes) {
    const status = read(`/proc/${pid}/status`);
    const anonymous = kilobytes(status, "RssAnon") / 1000;
    const shared = kilobytes(status, "RssShmem") / 1000;
    if (kind === "renderer") {
      sum.anonymous += anonymous;
      sum.shared += shared;
    } else sum[kind] += anonymous + shared;
  }
  return sum;
}

/** @param {Megabytes} a @param {Megabytes} b @returns {Megabytes} */
function larger(a, b) {
  return {
    anonymous: Math.max(a.anonymous, b.anonymous),
    shared: Math.max(a.shared, b.shared),
    gpu: Math.max(a.gpu, b.gpu),
    browser: Math.max(a.browser, b.browser),
  };
}

/** @param {string} status @param {string} field */
function kilobytes(status, field) {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1.024;
}

/** A process may end between two looks. @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
