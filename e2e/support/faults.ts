/** @file What fault tests share: calls into the harness page whose failures are values, and the table of outcomes. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import type { BrowserContext, Page } from "@playwright/test";

import type { Harness } from "../harness/api.ts";
import type { InstallState } from "../../src/workers/protocol.ts";

interface Scope {
  readonly hearth: Harness;
}

export interface Outcome {
  /** `complete`, or the code of the error, or `AbortError`. */
  readonly result: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Installs through the real worker. @param mirror address instead of the hub */
export async function install(page: Page, modelId: string, mirror: string | null = null): Promise<Outcome> {
  return page.evaluate(
    async ([id, address]) => {
      try {
        const { complete } = await (globalThis as unknown as Scope).hearth.install(id, address);
        return { result: complete ? "complete" : "incomplete", details: {} };
      } catch (error) {
        const { name, code, details = {} } = error as { name: string; code?: string; details?: object };
        return { result: typeof code === "string" ? code : name, details: { ...details } };
      }
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
    async ([id, list]) => {
      const { hearth } = globalThis as unknown as Scope;
      const blobs = list.map(({ name, base64 }) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
        return { name, blob: new Blob([bytes]) };
      });
      try {
        const { complete } = await hearth.importFiles(id, blobs);
        return { result: complete ? "complete" : "incomplete", details: {} };
      } catch (error) {
        const { name, code, details = {} } = error as { name: string; code?: string; details?: object };
        return { result: typeof code === "string" ? code : name, details: { ...details } };
      }
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

export interface FaultRow {
  readonly id: string;
  readonly fault: string;
  readonly outcome: string;
}

/** `row | fault | outcome`, for the report of a run. */
export function faultTable(rows: readonly FaultRow[]): string {
  const width = Math.max(...rows.map(({ fault }) => fault.length));
  return rows
    .map(({ id, fault, outcome }) => `${id.padEnd(4)} ${fault.padEnd(width)}  ${outcome}`)
    .join("\n");
}
