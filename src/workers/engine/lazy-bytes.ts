/**
 * @file External data that is made when the runtime asks for it. onnxruntime-web accepts a Uint8Array for each external
 * file and calls `subarray(offset, offset + length)` on it when it reads the initializer, for a small one maybe more than
 * once (spec onnxruntime-web 4), so an object with that method stands in for bytes that do not exist yet and the weights
 * never lie in memory together.
 */
import { inMemory } from "#models/weights/byte-source";
import type { StoredBytes, WeightBytes } from "#models/weights/byte-source";

/**
 * A Uint8Array of nominal length `length` whose content is made by `make` on each `subarray` call.
 * @param give what to hand out for bytes that lie in a file
 */
export function lazyBytes(
  length: number,
  make: () => WeightBytes,
  give: (bytes: StoredBytes) => Uint8Array<ArrayBuffer> = inMemory,
): Uint8Array<ArrayBuffer> {
  const view = new Uint8Array(0);
  return Object.defineProperties(view, {
    length: { value: length },
    byteLength: { value: length },
    subarray: {
      value: (begin: number, end: number) => {
        const bytes = make();
        if (bytes.byteLength !== length)
          throw new RangeError(`weight has ${bytes.byteLength} bytes, not ${length}`);
        if (bytes instanceof Uint8Array) return bytes.subarray(begin, end);
        // All of it: each weight is a file of its own.
        if (begin !== 0 || end !== length) throw new RangeError("a part of stored bytes");
        return give(bytes);
      },
    },
  });
}
