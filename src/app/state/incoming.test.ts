import { expect, it } from "vitest";
import { Incoming } from "./incoming.ts";
import type { ImportSource } from "./imports-state.ts";

const source = (fileName: string): ImportSource => ({ file: new Blob(["x"]), fileName });

function make() {
  const read: ImportSource[] = [];
  const incoming = new Incoming((one) => read.push(one));
  return { incoming, names: () => read.map(({ fileName }) => fileName), read };
}
const waiting = ({ store }: Incoming) => store.getState().items.map((item) => item.kind);

it("one file alone opens its preview", () => {
  const { incoming, names } = make();
  incoming.addFiles([source("chat.txt")]);
  expect(names()).toEqual(["chat.txt"]);
  expect(waiting(incoming)).toEqual([]);
});

it("several items wait, and each is read or left by a click", async () => {
  const { incoming, names, read } = make();
  incoming.addShare({ text: "Mara: hi\nOla: hi", files: [{ name: "a.txt", file: new Blob() }], dropped: 2 });
  expect(names()).toEqual([]);
  expect(waiting(incoming)).toEqual(["file", "text"]);
  expect(incoming.store.getState().refused).toBe(2);
  const [file, text] = incoming.store.getState().items;
  incoming.take(file!.id);
  incoming.read(text!.id);
  expect(names()).toEqual(["Shared text"]);
  expect(await read[0]!.file.text()).toBe("Mara: hi\nOla: hi");
  incoming.read(text!.id);
  expect(names()).toHaveLength(1);
});

it("text alone waits: it may be meant for the chat", () => {
  const { incoming, names } = make();
  incoming.addShare({ text: "look at this", files: [], dropped: 0 });
  expect(names()).toEqual([]);
  expect(waiting(incoming)).toEqual(["text"]);
});

it("a file that comes while others wait, waits too; the list is bounded", () => {
  const { incoming, names } = make();
  incoming.addFiles(Array.from({ length: 19 }, (_, at) => source(`${at}.txt`)));
  incoming.addFiles([source("late.txt")]);
  incoming.addFiles([source("too late.txt")]);
  expect(names()).toEqual([]);
  expect(incoming.store.getState()).toMatchObject({ items: { length: 20 }, refused: 1 });
  incoming.clear();
  expect(incoming.store.getState()).toEqual({ items: [], refused: 0 });
});
