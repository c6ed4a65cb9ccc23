import { expect, test } from "vitest";
import { filesOfFolder } from "./read-folder.ts";

type Tree = { readonly [name: string]: Tree | string };

/** A folder as the browser hands it out. */
function folderOf(name: string, tree: Tree): FileSystemDirectoryHandle {
  const values = async function* (): AsyncGenerator {
    for (const [entry, content] of Object.entries(tree)) {
      if (typeof content !== "string") yield folderOf(entry, content);
      else yield { kind: "file", name: entry, getFile: async () => new File([content], entry) };
    }
  };
  return { kind: "directory", name, values } as unknown as FileSystemDirectoryHandle;
}

const TREE = { "config.json": "{}", onnx: { "a.onnx": "a", deep: { "b.onnx": "b" } }, "model.gguf": "g" };

test("a folder gives its files with their paths, those of folders inside it too", async () => {
  const files = await filesOfFolder(folderOf("my-model", TREE));
  expect(files.map(({ name }) => name)).toEqual([
    "my-model/config.json",
    "my-model/model.gguf",
    "my-model/onnx/a.onnx",
    "my-model/onnx/deep/b.onnx",
  ]);
  expect(await files[3]?.blob.text()).toBe("b");
});

test("of a folder with more files than any model has, the first are taken", async () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, "x"]));
  expect(await filesOfFolder(folderOf("home", { a: many, b: many }), 60)).toHaveLength(60);
});
