/** @file Puts a model's files into the weight store as an install leaves them. */
import { serialiseFileSet, wholeFile } from "#models/weights/file-set";
import { WeightStore } from "#storage/weight-store";

/** A file of a model as one piece: its bytes in Base64, and the hash it is stored under. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export async function storeModel(modelId: string, files: readonly StoredFile[]): Promise<void> {
  const weights = new WeightStore(modelId);
  await weights.deleteModel();
  const list = files.map(({ name, sizeBytes, sha256 }) => wholeFile(name, sizeBytes, sha256));
  await weights.saveFileSet(serialiseFileSet({ modelId, revision: null, files: list }));
  for (const { name, bytes, sha256 } of files) {
    await weights.savePiece(name, decoded(bytes), sha256);
    await weights.saveVerified(name, "sha256");
  }
}

export function decoded(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
}
