import { describe, expect, it } from "vitest";
import type { Message } from "./message.ts";
import { findMarks, makeSnippet, parseQuery, queryWords, SearchIndex } from "./search-index.ts";
import { foldWord, searchWords } from "./search-words.ts";

function message(id: string, text: string, more: Partial<Message> = {}): Message {
  return {
    id,
    threadId: "t_1",
    seq: 0,
    senderId: "p_1",
    time: null,
    kind: "text",
    text,
    attachments: [],
    flags: [],
    batchId: "i_1",
    ...more,
  };
}

const PEOPLE = new Map([["p_1", { id: "p_1", name: "Zoë Ångström", isSelf: false }]]);

function indexOf(...texts: string[]): SearchIndex {
  const index = new SearchIndex();
  for (const [at, text] of texts.entries()) index.add(message(`m_${at}`, text), PEOPLE);
  return index;
}

const find = (index: SearchIndex, query: string, fuzzy = false): string[] =>
  index
    .search(queryWords(query), { fuzzy })
    .map(({ id }) => id)
    .sort();

describe("search words", () => {
  it.each([
    ["Crème", "creme"],
    ["STRASSE", "strasse"],
    ["Straße", "strasse"],
    ["Ångström", "angstrom"],
    ["Łódź", "lodz"],
    ["İstanbul", "istanbul"],
    ["Ｆｕｌｌ", "full"],
    ["كِتَابٌ", "كتاب"],
    ["Ναός", "ναοσ"],
    ["ёлка", "елка"],
    ["मिलते", "मिलते"],
    ["한국어", "한국어"],
  ])("%s is compared as %s", (word, token) => {
    expect(foldWord(word)).toBe(foldWord(token));
    expect(searchWords(word).map(({ start, end }) => [start, end])).toEqual([[0, word.length]]);
  });

  it("a letter typed as one or as two code points is the same", () => {
    expect(foldWord("caf\u00e9")).toBe(foldWord("cafe\u0301"));
  });

  it("cuts Thai into words, with their places", () => {
    const text = "พรุ่งนี้เจอกันที่สนามบิน ok";
    const words = searchWords(text);
    expect(words.length).toBeGreaterThan(4);
    for (const { start, end, token } of words) expect(foldWord(text.slice(start, end))).toBe(token);
    expect(words.at(-1)!.token).toBe("ok");
  });

  it("cuts Chinese into pairs between other words", () => {
    expect(searchWords("A你好吗b").map(({ token }) => token)).toEqual(["a", "你好", "好吗", "吗", "b"]);
  });
});

describe("SearchIndex", () => {
  it("finds messages with all words, the last as a beginning", () => {
    const index = indexOf("oak floor in May", "oak table", "the floor");
    expect(find(index, "oak flo")).toEqual(["m_0"]);
    expect(find(index, "OAK")).toEqual(["m_0", "m_1"]);
    expect(find(index, "flo oak")).toEqual([]);
    expect(find(index, "")).toEqual([]);
  });

  it("finds without accents, in both directions", () => {
    const index = indexOf("Treffen im Café Müller", "cafe mueller");
    expect(find(index, "cafe muller")).toEqual(["m_0"]);
    expect(find(index, "CAFÉ")).toEqual(["m_0", "m_1"]);
  });

  it("finds by sender and by the name of a file", () => {
    const index = indexOf("hello");
    index.add(
      message("m_f", "", {
        senderId: null,
        attachments: [{ id: "a_1", name: "Grundriss-Küche.pdf", mime: "application/pdf", state: "omitted" }],
      }),
      PEOPLE,
    );
    expect(find(index, "angstrom hello")).toEqual(["m_0"]);
    expect(find(index, "kuche")).toEqual(["m_f"]);
  });

  it("finds inside Thai and Chinese sentences", () => {
    const index = indexOf("พรุ่งนี้เจอกันที่สนามบินนะ", "明天下午三点在机场见面");
    expect(find(index, "สนามบิน")).toEqual(["m_0"]);
    expect(find(index, "机场")).toEqual(["m_1"]);
    expect(find(index, "机场 明天")).toEqual(["m_1"]);
    expect(find(index, "见 明天")).toEqual(["m_1"]);
    expect(find(index, "见")).toEqual(["m_1"]);
    expect(find(index, "面")).toEqual(["m_1"]);
  });

  it("guesses at misspelt long words only when asked to", () => {
    const index = indexOf("the appointment is on Monday", "cat");
    expect(find(index, "apointment x")).toEqual([]);
    expect(find(index, "apointment")).toEqual([]);
    expect(find(index, "apointment", true)).toEqual(["m_0"]);
    expect(find(index, "cot", true)).toEqual([]);
  });

  it("is the same after storing, and takes more", () => {
    const index = new SearchIndex(indexOf("one oak", "two oaks").toJson());
    index.add(message("m_0", "one oak"), PEOPLE);
    index.add(message("m_2", "three oaks"), PEOPLE);
    expect(index.count).toBe(3);
    expect(find(index, "oak")).toEqual(["m_0", "m_1", "m_2"]);
  });

  it("treats names of object properties as words", () => {
    const index = indexOf("constructor __proto__ toString", "nothing");
    expect(find(new SearchIndex(index.toJson()), "__proto__")).toEqual(["m_0"]);
    expect(find(index, "constructor")).toEqual(["m_0"]);
  });
});

const marked = (text: string, ...terms: string[]): string[] =>
  findMarks(text, new Set(terms)).map(([start, end]) => text.slice(start, end));

describe("highlights", () => {
  it("marks the words as they are written", () => {
    expect(marked("Café, CAFÉ and cafés", "cafe")).toEqual(["Café", "CAFÉ"]);
    expect(marked("在机场见面", "机场", "场见")).toEqual(["机场见"]);
  });

  it("shows the part around the first match", () => {
    const text = `${"lorem ".repeat(60)}the door code is 1234 ${"ipsum ".repeat(60)}`;
    const snippet = makeSnippet(text, new Set(["code"]));
    expect(snippet.text.length).toBeLessThanOrEqual(182);
    expect(snippet.text.startsWith("…") && snippet.text.endsWith("…")).toBe(true);
    expect(snippet.marks.map(([start, end]) => snippet.text.slice(start, end))).toEqual(["code"]);
  });

  it("shows the beginning when nothing of the text matched", () => {
    expect(makeSnippet("short", new Set(["sender"]))).toEqual({ text: "short", marks: [] });
  });
});

it("quotation marks ask for words next to each other", () => {
  expect(parseQuery('mara "door code"')).toEqual({
    words: ["mara", "door", "code"],
    phrases: [["door", "code"]],
  });
  expect(parseQuery('"one"')).toEqual({ words: ["one"], phrases: [] });
});
