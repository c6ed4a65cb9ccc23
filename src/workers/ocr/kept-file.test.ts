import { afterEach, expect, test, vi } from "vitest";
import { keptFile } from "./kept-file.ts";

/** As much of a browser's cache as is used. */
class FakeCache {
  readonly entries = new Map<string, Uint8Array>();
  match(url: string): Promise<Response | undefined> {
    const bytes = this.entries.get(url);
    return Promise.resolve(bytes && new Response(new Uint8Array(bytes)));
  }
  async put(url: string, response: Response): Promise<void> {
    this.entries.set(url, new Uint8Array(await response.arrayBuffer()));
  }
  keys(): Promise<{ url: string }[]> {
    return Promise.resolve([...this.entries.keys()].map((url) => ({ url })));
  }
  delete({ url }: { url: string }): Promise<boolean> {
    return Promise.resolve(this.entries.delete(url));
  }
}

afterEach(() => void vi.unstubAllGlobals());

const BYTES = new Uint8Array([1, 2, 3]);
const all = (): boolean => true;

test("a file is fetched once, then it is here", async () => {
  const cache = new FakeCache();
  vi.stubGlobal("caches", { open: () => Promise.resolve(cache) });
  const fetched = vi.fn(() => Promise.resolve(BYTES));
  expect(await keptFile("languages", "/a.gz", fetched, all)).toEqual(BYTES);
  expect(await keptFile("languages", "/a.gz", fetched, all)).toEqual(BYTES);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("what is of no use any more goes when something new comes", async () => {
  const cache = new FakeCache();
  cache.entries.set("/old.gz", BYTES).set("/b.gz", BYTES);
  vi.stubGlobal("caches", { open: () => Promise.resolve(cache) });
  await keptFile(
    "languages",
    "/a.gz",
    () => Promise.resolve(BYTES),
    (url) => url !== "/old.gz",
  );
  expect([...cache.entries.keys()].sort()).toEqual(["/a.gz", "/b.gz"]);
});

test("a failed fetch leaves nothing behind; without room or caches the file is fetched each time", async () => {
  const cache = new FakeCache();
  vi.stubGlobal("caches", { open: () => Promise.resolve(cache) });
  await expect(keptFile("l", "/a.gz", () => Promise.reject(new Error("offline")), all)).rejects.toThrow(
    "offline",
  );
  expect(cache.entries.size).toBe(0);
  cache.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  expect(await keptFile("l", "/a.gz", () => Promise.resolve(BYTES), all)).toEqual(BYTES);
  vi.stubGlobal("caches", { open: () => Promise.reject(new DOMException("no", "SecurityError")) });
  expect(await keptFile("l", "/a.gz", () => Promise.resolve(BYTES), all)).toEqual(BYTES);
});
