/** @file `manifest.json`: how `scripts/model.mjs` cut a checkpoint into pieces, and the SHA-256 of each. */
import { AppError } from "#shared/errors";

export interface Piece {
  readonly name: string;
  /** Where the piece begins in the whole file. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface PieceManifest {
  readonly modelId: string;
  readonly sizeBytes: number;
  readonly pieces: readonly Piece[];
}

/** One IndexedDB Blob and one hash buffer: larger pieces cost memory, smaller ones are not faster (spec storage B3). */
const MAX_PIECE_BYTES = 32 * 2 ** 20;
const MAX_PIECES = 65_536;

/** @throws AppError `weights-corrupt` unless the pieces are named safely and cover the file exactly, in order. */
export function parsePieceManifest(json: string): PieceManifest {
  const manifest = parseObject(json);
  const { modelId, sizeBytes, pieces } = manifest;
  if (
    manifest["version"] !== 1 ||
    typeof modelId !== "string" ||
    !isCount(sizeBytes) ||
    !Array.isArray(pieces)
  ) {
    throw corrupt("fields");
  }
  if (pieces.length === 0 || pieces.length > MAX_PIECES || !pieces.every(isPiece)) throw corrupt("pieces");
  // Pieces are stored by name: the second would replace the first.
  if (new Set(pieces.map(({ name }) => name)).size !== pieces.length) throw corrupt("names");
  let end = 0;
  for (const piece of pieces) {
    if (piece.offset !== end) throw corrupt("offsets");
    end += piece.sizeBytes;
  }
  if (end !== sizeBytes) throw corrupt("size");
  return { modelId, sizeBytes, pieces };
}

function parseObject(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through: not JSON is the same failure as not an object.
  }
  throw corrupt("json");
}

function isPiece(value: unknown): value is Piece {
  if (typeof value !== "object" || value === null) return false;
  const { name, offset, sizeBytes, sha256 } = value as Record<string, unknown>;
  const named = typeof name === "string" && /^[a-z0-9][a-z0-9.-]{0,63}$/.test(name);
  const hashed = typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
  return (
    named && hashed && isCount(offset) && isCount(sizeBytes) && sizeBytes > 0 && sizeBytes <= MAX_PIECE_BYTES
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function corrupt(field: string): AppError {
  return new AppError("weights-corrupt", `manifest: ${field}`, { field });
}
