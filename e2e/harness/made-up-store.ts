/** @file Puts a made-up checkpoint into the weight store, as an install would leave it there. */
import { findModel } from "#models/catalog";
import { cutFile, serialiseFileSet, wholeFile } from "#models/weights/file-set";
import { ModelFiles } from "#workers/model-files";
import { sha256Hex } from "#workers/sha256";
import { isMadeUpModel, madeUpCheckpoint } from "./made-up-checkpoint.ts";

export function modelFiles(modelId: string): ModelFiles {
  const entry = findModel(modelId);
  if (!entry) throw new Error(`no model ${modelId}`);
  return new ModelFiles(entry);
}

/** @returns bytes of its weights */
export async function storeMadeUp(modelId: string): Promise<number> {
  if (!isMadeUpModel(modelId)) throw new Error(`${modelId} is not made up`);
  const { store } = modelFiles(modelId);
  const { config, sizeBytes, bytes } = madeUpCheckpoint(modelId);
  const weights = cutFile({ name: "model.safetensors", sizeBytes, sha256: null, gitBlobId: null });
  const files = [wholeFile("config.json", config.length, await sha256Hex(config)), weights];
  await store.saveFileSet(serialiseFileSet({ modelId, revision: null, files }));
  await store.savePiece("config.json", config, await sha256Hex(config));
  await store.saveVerified("config.json", "sha256");
  const all = bytes();
  let rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  for (const { name, sizeBytes: pieceBytes } of weights.pieces) {
    const piece = new Uint8Array(pieceBytes);
    for (let filled = 0; filled < pieceBytes;) {
      if (rest.length === 0) rest = all.next().value ?? new Uint8Array(0);
      const part = rest.subarray(0, pieceBytes - filled);
      if (part.length === 0) throw new Error("the checkpoint ends early");
      piece.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
    }
    await store.savePiece(name, piece, await sha256Hex(piece));
  }
  await store.saveVerified(weights.name, "first-use");
  return sizeBytes;
}
