/** @file What a browser throws when the file behind a Blob is gone or cannot be read (File API, "Error Descriptions"). */

const NAMES = new Set<unknown>(["NotFoundError", "NotReadableError"]);

/** True where an error says that the bytes cannot be had, not that something else went wrong with them. */
export function isLost(error: unknown): boolean {
  return NAMES.has((error as { name?: unknown } | null)?.name);
}
