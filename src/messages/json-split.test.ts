import { describe, expect, it } from "vitest";
import { JsonSplitter, type JsonChoice, type JsonItem, type JsonPath } from "./json-split.ts";

const TEXT =
  ' {"name": "a\\"]}", "messages" : [ {"id":1,"text":["x\\\\",{"y":"]"}]}, "two", -3.5e2,null , []],"after":{"k\\n":true} } ';

function takeMessages(path: JsonPath): JsonChoice {
  if (path.length === 0 || (path.length === 1 && path[0] === "messages")) return "enter";
  return path.length === 2 || path[0] === "name" ? "take" : "skip";
}

function split(text: string, pieceChars: number): { items: JsonItem[]; isDone: boolean; offset: number } {
  const splitter = new JsonSplitter(takeMessages);
  const items: JsonItem[] = [];
  for (let at = 0; at < text.length; at += pieceChars)
    items.push(...splitter.push(text.slice(at, at + pieceChars)));
  return { items, isDone: splitter.isDone, offset: splitter.offset };
}

describe("JsonSplitter", () => {
  it.each([1, 2, 3, 7, 1000])("gives the same values in pieces of %i characters", (pieceChars) => {
    const { items, isDone } = split(TEXT, pieceChars);
    expect(isDone).toBe(true);
    expect(items).toEqual([
      { path: ["name"], text: '"a\\"]}"' },
      { path: ["messages", 0], text: '{"id":1,"text":["x\\\\",{"y":"]"}]}' },
      { path: ["messages", 1], text: '"two"' },
      { path: ["messages", 2], text: "-3.5e2" },
      { path: ["messages", 3], text: "null" },
      { path: ["messages", 4], text: "[]" },
    ]);
  });

  it("cut anywhere gives a beginning of the list, and is not done", () => {
    const all = split(TEXT, 1000).items;
    const end = TEXT.lastIndexOf("}");
    for (let length = 0; length <= end; length++) {
      const { items, isDone } = split(TEXT.slice(0, length), 11);
      expect(isDone).toBe(false);
      expect(items).toEqual(all.slice(0, items.length));
    }
  });

  it.each([
    ["a missing comma", '{"messages":[1 2]}', 15],
    ["a missing colon", '{"messages" [1]}', 13],
    ["a bare word", "{messages:[1]}", 1],
    ["the wrong bracket", '{"messages":[1}', 14],
  ])("stops at %s", (_name, text, offset) => {
    expect(split(text, 1000)).toMatchObject({ isDone: false, offset });
  });

  it("reads empty containers", () => {
    expect(split("{}", 1)).toMatchObject({ isDone: true, items: [] });
    expect(split('{"messages":[]}', 1)).toMatchObject({ isDone: true, items: [] });
  });

  it("gives too deep and too long values without their text", () => {
    const deep = `${"[".repeat(80)}${"]".repeat(80)}`;
    const long = `"${"x".repeat(9 * 1024 * 1024)}"`;
    expect(split(`{"messages":[${deep},${long},1]}`, 1024 * 1024).items).toEqual([
      { path: ["messages", 0], text: null },
      { path: ["messages", 1], text: null },
      { path: ["messages", 2], text: "1" },
    ]);
  });
});
