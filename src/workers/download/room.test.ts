import { afterEach, expect, test, vi } from "vitest";
import { ensureRoom } from "./room.ts";

afterEach(() => vi.unstubAllGlobals());

function stub(estimate: () => Promise<StorageEstimate>): void {
  vi.stubGlobal("navigator", { storage: { estimate } });
}

test("less room than is needed ends a download before it begins", async () => {
  stub(async () => ({ quota: 5e9, usage: 4.5e9 }));
  await ensureRoom(5e8);
  await expect(ensureRoom(6e8)).rejects.toMatchObject({
    code: "storage-full",
    details: { missingBytes: 6e8, availableBytes: 5e8 },
  });
  stub(async () => ({ quota: 5e9, usage: 6e9 }));
  await expect(ensureRoom(1)).rejects.toMatchObject({ details: { availableBytes: 0 } });
});

test("a browser that does not say how much there is, is no reason to refuse", async () => {
  stub(async () => ({}));
  await ensureRoom(1e12);
  stub(() => Promise.reject(new TypeError("opaque origin")));
  await ensureRoom(1e12);
  vi.stubGlobal("navigator", {});
  await ensureRoom(1e12);
});
