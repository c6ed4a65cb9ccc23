import { describe, expect, it } from "vitest";
import { AppError } from "#shared/errors";
import { ReadThreads } from "../reading/read-threads.ts";
import { FakeThread, memoryReader, MemoryBlob } from "../reading/testing/fake-threads.ts";
import { BlobSource } from "./blob-source.ts";

const alone = new ReadThreads(0, { reader: memoryReader });
const bytes = Uint8Array.from({ length: 3 << 20 }, (_, index) => index % 251);

function broken(error: Error): BlobSource {
  return new BlobSource([new MemoryBlob(bytes, error)], alone);
}

describe("a file in Blobs", () => {
  it("is read over the border of two of them", () => {
    const source = new BlobSource([new MemoryBlob(bytes), new MemoryBlob(bytes)], alone);
    const target = new Uint8Array(4);
    source.range(bytes.length - 2, 4).copyTo(target);
    expect([...target]).toEqual([...bytes.subarray(-2), ...bytes.subarray(0, 2)]);
    expect(source.read(5, 3)).toEqual(bytes.slice(5, 8));
    expect(() => source.read(2 * bytes.length, 1)).toThrow(
      expect.objectContaining({ code: "weights-corrupt" }),
    );
  });

  it("is read ahead by threads, once", async () => {
    const thread = new FakeThread();
    const threads = new ReadThreads(1, { startThread: () => thread.worker, reader: memoryReader });
    await thread.done;
    const range = new BlobSource([new MemoryBlob(bytes)], threads).range(1, 2 << 20);
    range.prefetch();
    await thread.done;
    const target = new Uint8Array(2 << 20);
    range.copyTo(target);
    expect(Buffer.from(target).equals(bytes.subarray(1, (2 << 20) + 1))).toBe(true);
    expect(thread.jobs.length).toBe(1);
    // Taken: what is asked for again is read again, by whoever can.
    range.copyTo(target.fill(0));
    expect(Buffer.from(target).equals(bytes.subarray(1, (2 << 20) + 1))).toBe(true);
  });

  it.each(["NotFoundError", "NotReadableError"])("is missing after a %s", (name) => {
    const source = broken(new DOMException("gone", name));
    const missing = expect.objectContaining({ code: "weights-missing" });
    expect(() => source.read(0, 1)).toThrow(missing);
    expect(() => source.range(0, 1).copyTo(new Uint8Array(1))).toThrow(missing);
  });

  it.each([new AppError("out-of-memory", "full"), new RangeError("offset is out of bounds")])(
    "passes on what is no loss: %s",
    (error) => {
      expect(() => broken(error).read(0, 1)).toThrow(error);
      expect(() => broken(error).range(0, 1).copyTo(new Uint8Array(1))).toThrow(error);
    },
  );
});
