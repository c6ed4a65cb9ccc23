import { expect, it } from "vitest";
import { OPTIONS } from "./fixtures/read-text.ts";
import { folderAsTar } from "./folder-archive.ts";
import { listTar } from "./tar.ts";
import { readImport } from "./read-in-memory.ts";

it("is read as an archive of the same files, long and foreign names too", async () => {
  const long = `${"photos/".repeat(20)}ü.jpg`;
  const files = { "result.json": "{}", [long]: "x".repeat(513), "leer.txt": "" };
  const tar = folderAsTar(
    Object.entries(files).map(([path, text]) => ({ path: `Export/${path}`, content: new Blob([text]) })),
  );
  const listed = await listTar(tar);
  expect(
    Object.fromEntries(
      await Promise.all(listed.map(async ({ path, content }) => [path, await content.text()])),
    ),
  ).toEqual(files);
});

it("files of no common folder keep their paths", async () => {
  const tar = folderAsTar(["a/x.txt", "b/x.txt"].map((path) => ({ path, content: new Blob([path]) })));
  expect((await listTar(tar)).map(({ path }) => path)).toEqual(["a/x.txt", "b/x.txt"]);
});

it("a chat in a folder is imported", async () => {
  const chat = "24/11/2026, 15:00 - Ana: IMG-1.jpg (file attached)\n24/11/2026, 15:01 - Ben: thanks\n";
  const tar = folderAsTar([
    { path: "Chat/WhatsApp Chat with Ana.txt", content: new Blob([chat]) },
    { path: "Chat/IMG-1.jpg", content: new Blob(["x"]) },
  ]);
  const { source, threads } = await readImport(tar, "Chat", OPTIONS);
  expect(source).toBe("whatsapp");
  expect(threads[0]?.messages[0]?.attachments).toMatchObject([{ name: "IMG-1.jpg", state: "included" }]);
});
