import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dropOldShares, keepShare, takeShare } from "./share-inbox.ts";

const DAY_MS = 86_400_000;

const path = (key: string | Request): string =>
  new URL(typeof key === "string" ? key : key.url, "https://hearth.test").pathname;

/** Cache storage in memory: responses by path. */
function memoryCaches() {
  const stores = new Map<string, Map<string, Response>>();
  return {
    stores,
    has: (name: string) => Promise.resolve(stores.has(name)),
    open: (name: string) => {
      const entries = stores.get(name) ?? new Map<string, Response>();
      stores.set(name, entries);
      return Promise.resolve({
        put: (key: string, response: Response) => Promise.resolve(void entries.set(path(key), response)),
        match: (key: string | Request) => Promise.resolve(entries.get(path(key))?.clone()),
        delete: (key: string | Request) => Promise.resolve(entries.delete(path(key))),
        keys: () =>
          Promise.resolve([...entries.keys()].map((key) => new Request(`https://hearth.test${key}`))),
      });
    },
  };
}

let memory: ReturnType<typeof memoryCaches>;
beforeEach(() => {
  memory = memoryCaches();
  vi.stubGlobal("caches", memory);
});
afterEach(() => vi.unstubAllGlobals());

function form(fields: Record<string, string>, ...files: File[]): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (const file of files) data.append("files", file);
  return data;
}

const chat = new File(["Mara: hi"], "Chat mit Jürgen.txt", { type: "text/plain" });

describe("a share", () => {
  it("is taken once, with its files and their names", async () => {
    const id = await keepShare(form({ title: "Trip", text: "see you", url: "https://ex.test/a" }, chat), 0);
    const share = (await takeShare(id))!;
    expect(share.text).toBe("Trip\nsee you\nhttps://ex.test/a");
    expect(share.dropped).toBe(0);
    expect(share.files.map(({ name }) => name)).toEqual(["Chat mit Jürgen.txt"]);
    expect(await share.files[0]!.file.text()).toBe("Mara: hi");
    expect(await takeShare(id)).toBeNull();
    expect([...memory.stores.get("share-inbox")!.keys()]).toEqual([]);
  });

  it("says a link once that was sent twice", async () => {
    const id = await keepShare(
      form({ title: "", text: "look: https://ex.test/a", url: "https://ex.test/a" }),
      0,
    );
    expect((await takeShare(id))!.text).toBe("look: https://ex.test/a");
    const same = await keepShare(form({ text: "same", url: "same" }), 0);
    expect((await takeShare(same))!.text).toBe("same");
  });

  it("has at most ten files, and counts the others", async () => {
    const id = await keepShare(form({}, ...Array.from({ length: 13 }, () => chat)), 0);
    expect(await takeShare(id)).toMatchObject({ files: { length: 10 }, dropped: 3 });
  });

  it("leaves out files that are too large together, and the empty one of a form without files", async () => {
    const large = new File(["x"], "large.zip");
    Object.defineProperty(large, "size", { value: 600 * 1024 * 1024 });
    const id = await keepShare(form({ text: "a" }, large, chat, new File([], "")), 0);
    expect(await takeShare(id)).toMatchObject({ files: [{ name: chat.name }], dropped: 1 });
  });

  it("cannot be asked for by anything but an id", async () => {
    await keepShare(form({ text: "a" }), 0);
    for (const id of ["", "..", "../x", "A".repeat(36)]) expect(await takeShare(id)).toBeNull();
  });
});

it("what nobody took is forgotten after a day", async () => {
  const old = await keepShare(form({ text: "old" }, chat), 0);
  const fresh = await keepShare(form({ text: "fresh" }), DAY_MS);
  await dropOldShares(DAY_MS + 1);
  expect(await takeShare(old)).toBeNull();
  expect(await takeShare(fresh)).not.toBeNull();
});
