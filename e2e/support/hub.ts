/**
 * @file A stand-in for the hub: the same addresses, hashes and headers, on a server of ours, with files of ours under the
 * names of a catalog entry. Nothing leaves the machine.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { findModel } from "../../src/models/catalog.ts";
import { startServer } from "./server.mjs";

/** The one-file model: its GGUF is as long as a test wants. */
export const HUB_MODEL = "llama-guard-3-1b";
export const HUB_FILE = "Llama-Guard-3-1B.Q4_K_M.gguf";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
/** The hub stores files above 10 MB outside git; here all but JSON files are. */
const isLarge = (name: string): boolean => !name.endsWith(".json");

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Accept-Ranges, Content-Range, ETag, Retry-After",
};

export type Hub = Awaited<ReturnType<typeof startHub>>;

/** Serves `files` as the repository of a catalog model. */
export async function startHub(files: Readonly<Record<string, Buffer>>, modelId = HUB_MODEL) {
  const folder = await mkdtemp(join(tmpdir(), "hearth-hub-"));
  const server = await startServer({ folders: [folder], headers: CORS });
  const source = findModel(modelId)?.source;
  if (source?.kind !== "hub") throw new Error(`${modelId} is not on the hub`);
  const repo = source.repo;

  /** Puts a file where the hub has it; `listed` leaves the listing as it is, as when a file is replaced. */
  async function put(name: string, bytes: Buffer): Promise<void> {
    await write(join(folder, repo, "resolve", COMMIT, name), bytes);
  }
  async function list(changed: Readonly<Record<string, object>> = {}): Promise<void> {
    const siblings = Object.entries(files).map(([name, bytes]) => ({
      ...entryOf(name, bytes),
      ...changed[name],
    }));
    const listing = { id: repo, sha: COMMIT, gated: false, siblings };
    await write(join(folder, "api/models", repo, "revision", "main"), Buffer.from(JSON.stringify(listing)));
  }
  for (const [name, bytes] of Object.entries(files)) await put(name, bytes);
  await list();

  return {
    ...server,
    modelId,
    put,
    /** @param changed what the listing says else of single files */
    list,
    /** Where a file lies on this machine, for those too large for a Buffer: put it there, then call `list`. */
    fileAt: (name: string) => join(folder, repo, "resolve", COMMIT, name),
    listPath: `/api/models/${repo}/revision/main`,
    path: (name: string) => `/${repo}/resolve/${COMMIT}/${name}`,
    /** First bytes of the ranges asked for of `name`, in order. */
    asked: (name: string) =>
      server.requests
        .filter(({ path, method }) => path.endsWith(`/${name}`) && method === "GET")
        .map(({ range }) => Number(/^bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0)),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Bytes that no compression makes smaller. */
export function noise(length: number): Buffer {
  return randomBytes(length);
}

function entryOf(rfilename: string, bytes: Buffer): object {
  const blobId = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const size = bytes.length;
  return {
    rfilename,
    size,
    blobId,
    ...(isLarge(rfilename) ? { lfs: { sha256, size, pointerSize: 134 } } : {}),
  };
}

async function write(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
