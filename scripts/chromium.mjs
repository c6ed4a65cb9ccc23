// @ts-check
/** @file Finds a Chromium on this machine or installs one. */

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { SetupError, isEntryPoint, runMain, say } from "./console.mjs";
import { ROOT } from "./paths.mjs";
import { findProgram, isExecutable, run } from "./process.mjs";

/** WebGPU as the processor plays it: the same numbers on every machine. */
const SWIFTSHADER_FLAGS = ["--use-webgpu-adapter=swiftshader"];

/** WebGPU on the machine's own GPU; without a display Linux gives it through Vulkan alone. */
const OWN_GPU_FLAGS =
  process.platform === "linux"
    ? [
        "--enable-features=Vulkan",
        "--use-angle=vulkan",
        "--use-vulkan=native",
        "--disable-vulkan-surface",
        "--disable-gpu-sandbox",
        "--enable-dawn-features=vulkan_enable_f16_on_nvidia",
        "--ignore-gpu-blocklist",
      ]
    : [];

/** HEARTH_GPU=own: journeys, benches and the command line get the machine's GPU. */
const hasOwnGpu = process.env["HEARTH_GPU"] === "own";

/** What headless Chromium needs for WebGPU and to keep quiet on the network. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  ...(hasOwnGpu ? OWN_GPU_FLAGS : SWIFTSHADER_FLAGS),
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const PROGRAMS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
];

/** Full path of a Chromium that can be started; installs one where that is possible without asking. */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  say("  no Chromium found, installing one");
  const installed = (await installWithApt()) ?? (await installWithPlaywright());
  if (installed !== undefined) return installed;
  throw new SetupError(
    "No Chromium or Chrome was found, and none could be installed.",
    "Install Chromium, or set HEARTH_CHROMIUM to the path of its program, then run the command again.",
  );
}

/** Full path of an installed Chromium, or undefined. HEARTH_CHROMIUM comes first. */
function findChromium() {
  const chosen = process.env["HEARTH_CHROMIUM"];
  if (chosen !== undefined && chosen !== "") {
    if (isExecutable(chosen)) return chosen;
    throw new SetupError(`HEARTH_CHROMIUM names ${chosen}, which is no program.`, "Correct or unset it.");
  }
  for (const name of PROGRAMS) {
    const path = findProgram(name);
    if (path !== undefined) return path;
  }
  return usualPlaces().find(isExecutable);
}

/** Where browsers lie that are not on PATH. */
function usualPlaces() {
  if (process.platform === "darwin") {
    const apps = ["Chromium", "Google Chrome", "Microsoft Edge"];
    return apps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === "win32") {
    const roots = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map(
      (name) => process.env[name] ?? "",
    );
    const paths = ["Chromium\\Application\\chrome.exe", "Google\\Chrome\\Application\\chrome.exe"];
    return roots.filter((root) => root !== "").flatMap((root) => paths.map((path) => join(root, path)));
  }
  return [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
  ];
}

async function installWithApt() {
  const apt = findProgram("apt-get");
  if (apt === undefined || process.getuid?.() !== 0) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run(apt, ["update"], { env });
  await run(apt, ["install", "-y", "--no-install-recommends", "chromium"], { env });
  return findChromium();
}

/** Playwright's own build, which its npm package knows where to put. */
async function installWithPlaywright() {
  const { chromium } = await import("playwright-core");
  if (isExecutable(chromium.executablePath())) return chromium.executablePath();
  const npx = process.platform === "win32" ? "npx.cmd" : "npx";
  spawnSync(npx, ["playwright-core", "install", "chromium"], {
    cwd: ROOT,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  return isExecutable(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

if (isEntryPoint(import.meta.url)) await runMain(async () => say(await ensureChromium()));
