// @ts-check
/** @file The files that the storage bench serves: one model for us, one for Transformers.js, one for WebLLM, all noise. */
import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { mkdir, open, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";

/** The entry of the catalog whose one file may be of any length. */
export const MODEL_ID = "llama-guard-3-1b";
export const MODEL_FILE = "Llama-Guard-3-1B.Q4_K_M.gguf";
const REPO = "QuantFactory/Llama-Guard-3-1B-GGUF";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
/** What a tensor of the graph holds; also a file for Transformers.js. */
const TENSOR_BYTES = 64 * 2 ** 20;
/** What MLC's tools make. */
const SHARD_BYTES = 32 * 2 ** 20;
const BATCH_BYTES = 16 << 20;

/** Where our file is on the server. */
export const MODEL_PATH = `/${REPO}/resolve/${COMMIT}/${MODEL_FILE}`;

/**
 * @param {number} megabytes
 * @returns {{ tensors: number, tensorBytes: number }}
 */
export function modelOf(megabytes) {
  return {
    tensors: Math.max(1, Math.round((megabytes * 2 ** 20) / TENSOR_BYTES)),
    tensorBytes: TENSOR_BYTES,
  };
}

/**
 * Writes a site with the models of one size.
 *
 * @param {string} folder
 * @param {{ tensors: number, tensorBytes: number }} model
 */
export async function writeSite(folder, model) {
  const { tensors, tensorBytes } = model;
  const { weightGraph } = await loadModule(join(ROOT, "e2e/harness/bench-storage-graph.ts"));
  const graph = weightGraph(model).model;
  const size = tensors * tensorBytes;
  const sha256 = await writeNoise(join(folder, MODEL_PATH), size);
  const listing = {
    id: REPO,
    sha: COMMIT,
    gated: false,
    siblings: [
      { rfilename: MODEL_FILE, size, blobId: "0".repeat(40), lfs: { sha256, size, pointerSize: 134 } },
    ],
  };
  await write(join(folder, "api/models", REPO, "revision/main"), JSON.stringify(listing));
  await write(join(folder, "transformers/config.json"), JSON.stringify({ model_type: "bert" }));
  await write(join(folder, "transformers/onnx/model.onnx"), graph);
  for (let index = 0; index < tensors; index++) {
    const name = index === 0 ? "model.onnx_data" : `model.onnx_data_${index}`;
    await writeNoise(join(folder, "transformers/onnx", name), tensorBytes);
  }
  await writeMlc(join(folder, "mlc/resolve/main"), size / SHARD_BYTES);
}

/** @param {string} folder @param {number} shards */
async function writeMlc(folder, shards) {
  const { madeUpModel } = await loadModule(join(ROOT, "e2e/support/mlc-model.ts"));
  /** @type {Record<string, Buffer>} */
  const files = madeUpModel(0);
  for (const [name, bytes] of Object.entries(files)) await write(join(folder, name), bytes);
  const records = [];
  for (let index = 0; index < shards; index++) {
    const dataPath = `params_shard_${index}.bin`;
    await writeNoise(join(folder, dataPath), SHARD_BYTES);
    records.push({ dataPath, format: "raw-shard", nbytes: SHARD_BYTES, records: [] });
  }
  await write(join(folder, "tensor-cache.json"), JSON.stringify({ metadata: { ParamSize: 0 }, records }));
}

/** TypeScript that the oldest Node we promise cannot load by itself. @param {string} path @returns {Promise<any>} */
async function loadModule(path) {
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(path, { configFile: false, root: ROOT, logLevel: "error" });
  return module;
}

/** Bytes that no compression makes smaller. @param {string} path @param {number} size @returns {Promise<string>} their SHA-256 */
async function writeNoise(path, size) {
  await mkdir(dirname(path), { recursive: true });
  const cipher = createCipheriv("aes-128-ctr", randomBytes(16), Buffer.alloc(16));
  const zeros = Buffer.alloc(BATCH_BYTES);
  const hash = createHash("sha256");
  const file = await open(path, "w");
  for (let left = size; left > 0; left -= BATCH_BYTES) {
    const bytes = cipher.update(zeros.subarray(0, Math.min(left, BATCH_BYTES)));
    hash.update(bytes);
    await file.write(bytes);
  }
  await file.close();
  return hash.digest("hex");
}

/** @param {string} path @param {string | Uint8Array} content */
async function write(path, content) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** @param {string} folder */
export function removeSite(folder) {
  return rm(folder, { recursive: true, force: true });
}
