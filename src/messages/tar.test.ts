import { expect, it } from "vitest";
import { OPTIONS } from "./fixtures/read-text.ts";
import { readImport } from "./read-in-memory.ts";
import { listTar } from "./tar.ts";
import { makeTar } from "./testing/zip.ts";

it("lists files with their bytes", async () => {
  const files = await listTar(makeTar({ "a.txt": "one", "d/b.txt": "x".repeat(1000), empty: "" }));
  expect(await Promise.all(files.map(async ({ path, content }) => [path, await content.text()]))).toEqual([
    ["a.txt", "one"],
    ["d/b.txt", "x".repeat(1000)],
    ["empty", ""],
  ]);
});

it.each([
  ["a cut file", (tar: Blob) => tar.slice(0, 600), "damaged"],
  ["a changed header", (tar: Blob) => new Blob(["X", tar.slice(1)]), "damaged"],
])("refuses %s", async (_name, change, reason) => {
  await expect(
    readImport(change(makeTar({ "a.txt": "one".repeat(100) })), "x.tar", OPTIONS),
  ).rejects.toMatchObject({
    code: "import-archive-unsafe",
    details: { reason },
  });
});

it.each([
  ["a path to a parent folder", { "../x": "y" }, "path"],
  ["an absolute path", { "/etc/x": "y" }, "path"],
])("with %s is refused", async (_name, files, reason) => {
  await expect(readImport(makeTar(files), "x.tar", OPTIONS)).rejects.toMatchObject({
    code: "import-archive-unsafe",
    details: { reason },
  });
});

it("without a chat says what it is", async () => {
  await expect(readImport(makeTar({ "a.jpg": "y" }), "x.tar", OPTIONS)).rejects.toMatchObject({
    code: "import-unsupported",
    details: { kind: "tar" },
  });
});
