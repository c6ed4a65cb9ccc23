/** @file What fault tests share: calls into the harness page whose failures are values, and lines of the table. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { test, type BrowserContext, type Page } from "@playwright/test";

import type { Harness, Outcome } from "../harness/api.ts";
import type { InstallState } from "../../src/workers/protocol-models.ts";
import { FAULT_ANNOTATION } from "./fault-table.ts";

interface Scope {
  readonly hearth: Harness;
}

/** Installs through the real worker. @param mirror address instead of the hub */
export function install(page: Page, modelId: string, mirror: string | null = null): Promise<Outcome> {
  return page.evaluate(
    ([id, address]) => {
      const { hearth } = globalThis as unknown as Scope;
      return hearth.outcome(hearth.install(id, address));
    },
    [modelId, mirror] as const,
  );
}

/** Opens the harness, which runs the real workers without the app. */
export async function openHarnessPage(context: BrowserContext, origin: string, page?: Page): Promise<Page> {
  const own = page ?? (await context.newPage());
  await own.goto(`${origin}/harness.html`);
  return own;
}

/** Stores a model from files that a person chose. */
export async function importFiles(
  page: Page,
  modelId: string,
  files: readonly { readonly name: string; readonly bytes: Buffer }[],
): Promise<Outcome> {
  const encoded = files.map(({ name, bytes }) => ({ name, base64: bytes.toString("base64") }));
  return page.evaluate(
    ([id, list]) => {
      const { hearth } = globalThis as unknown as Scope;
      const blobs = list.map(({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
        return { name, blob: new Blob([bytes]) };
      });
      return hearth.outcome(hearth.importFiles(id, blobs));
    },
    [modelId, encoded] as const,
  );
}

export function state(page: Page, modelId: string): Promise<InstallState> {
  return page.evaluate((id) => (globalThis as unknown as Scope).hearth.state(id), modelId);
}

export function verify(page: Page, modelId: string): ReturnType<Harness["verify"]> {
  return page.evaluate((id) => (globalThis as unknown as Scope).hearth.verify(id), modelId);
}

export function remove(page: Page, modelId: string): Promise<InstallState> {
  return page.evaluate((id) => (globalThis as unknown as Scope).hearth.remove(id), modelId);
}

/** Every byte stored of a file, hashed in the page: what an engine would read. */
export function storedSha256(page: Page, modelId: string, pieces: readonly string[]): Promise<string> {
  return page.evaluate(
    async ([id, names]) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open("hearth-weights");
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error));
      });
      const store = database.transaction("pieces").objectStore("pieces");
      const blobs = await Promise.all(
        names.map(
          (name) =>
            new Promise<Blob>((resolve, reject) => {
              const request = store.get(`${id}/piece/${name}`);
              request.addEventListener("success", () => resolve(request.result as Blob));
              request.addEventListener("error", () => reject(request.error));
            }),
        ),
      );
      database.close();
      const digest = await crypto.subtle.digest("SHA-256", await new Blob(blobs).arrayBuffer());
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    [modelId, pieces] as const,
  );
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** As the browser removes what an origin stored, under its open pages. */
export async function clearDatabases(page: Page, origin: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
  await devtools.detach();
}

/** What a crashing disk may leave of the newest part of the databases of a closed profile: zeros. */
export async function zeroLogs(profile: string): Promise<void> {
  const root = join(profile, "Default", "IndexedDB");
  for (const path of await readdir(root, { recursive: true })) {
    if (!/\.indexeddb\.leveldb\/\d+\.log$/.test(path)) continue;
    const { length } = await readFile(join(root, path));
    await writeFile(join(root, path), Buffer.alloc(length));
  }
}

/** Mounts a disk of so many megabytes. @returns false without the right to */
export function mountSmallDisk(folder: string, megabytes: number): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Undoes `mountSmallDisk`, even while a browser still has files open there, and removes the folder. */
export async function removeSmallDisk(folder: string): Promise<void> {
  execFileSync("umount", ["-l", folder]);
  await rm(folder, { recursive: true, force: true });
}

/** Files behind the Blobs in a closed profile, by their content's length. */
export async function blobFiles(profile: string, sizeBytes: number): Promise<readonly string[]> {
  const root = join(profile, "Default", "IndexedDB");
  const paths = (await readdir(root, { recursive: true })).filter((path) => path.includes(".indexeddb.blob"));
  return paths.map((path) => join(root, path)).filter((path) => sizeOf(path) === sizeBytes);
}

function sizeOf(path: string): number {
  try {
    return readFileSync(path).length;
  } catch {
    return -1;
  }
}

/**
 * Adds a line to the table of faults that is printed at the end of a run, see `fault-table.ts`.
 * @param id row of the matrix (`4`) or hostile input (`h4`); `-` for what has no row
 */
export function note(id: string, fault: string, outcome: string): void {
  test
    .info()
    .annotations.push({ type: FAULT_ANNOTATION, description: JSON.stringify({ id, fault, outcome }) });
}
