import { describe, expect, it } from "vitest";
import { HeapWrites } from "./heap-writes.ts";

const stored = { byteLength: 2, copyTo: (target: Uint8Array) => target.set([8, 9]) };

function watched(): { readonly writes: HeapWrites; readonly module: { HEAPU8: Uint8Array<ArrayBuffer> } } {
  const writes = new HeapWrites();
  const module = { HEAPU8: new Uint8Array(0) };
  writes.watch(module);
  module.HEAPU8 = new Uint8Array(5);
  return { writes, module };
}

function lost(): never {
  throw new Error("lost");
}

describe("writes to the heap", () => {
  it("put stored bytes where the stand-in was to go, in whatever view there is then", () => {
    const { writes, module } = watched();
    const standIn = writes.standIn(stored);
    module.HEAPU8 = new Uint8Array(6);
    module.HEAPU8.set(standIn, 3);
    module.HEAPU8.set([1, 2]);
    expect([...module.HEAPU8]).toEqual([1, 2, 0, 8, 9, 0]);
    expect(writes.takeCounts()).toEqual({ given: 1, written: 1 });
    expect(writes.takeCounts()).toEqual({ given: 0, written: 0 });
  });

  it("tell of a stand-in that was copied by something else, and of one whose bytes are lost", () => {
    const { writes, module } = watched();
    Uint8Array.prototype.set.call(module.HEAPU8, writes.standIn(stored), 3);
    expect(writes.takeCounts()).toEqual({ given: 1, written: 0 });
    expect(() => module.HEAPU8.set(writes.standIn({ byteLength: 2, copyTo: lost }), 3)).toThrow("lost");
    expect(writes.takeCounts()).toEqual({ given: 1, written: 0 });
  });
});
