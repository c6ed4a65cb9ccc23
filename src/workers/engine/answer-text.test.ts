import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerText } from "./answer-text.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What each push gives out, then what the end does. */
function stream(stop: readonly string[], pushes: readonly (string | Uint8Array)[]): string[] {
  const answer = new AnswerText(stop);
  const given = pushes.map((push) => answer.push(typeof push === "string" ? bytes(push) : push));
  return [...given, answer.end()];
}

describe("answer text", () => {
  it("gives plain text out at once", () => {
    expect(stream([], ["Hello", "", " you"])).toEqual(["Hello", "", " you", ""]);
  });

  it("waits for the rest of a character that is split over tokens", () => {
    const single = [...bytes("é😀")].map((byte) => Uint8Array.of(byte));
    expect(stream([], single)).toEqual(["", "é", "", "", "", "😀", ""]);
  });

  it("shows a replacement character for one that never came whole", () => {
    expect(stream([], ["a", Uint8Array.of(0xf0, 0x9f)])).toEqual(["a", "", "\uFFFD"]);
  });

  it("holds what may begin a stop string, and gives it out when it does not", () => {
    expect(stream(["END"], ["a E", "N", "x"])).toEqual(["a ", "", "ENx", ""]);
  });

  it("cuts a stop string that comes in several tokens, and all after it", () => {
    const answer = new AnswerText(["END"]);
    expect(["a E", "N", "D b", "c"].map((push) => answer.push(bytes(push)))).toEqual(["a ", "", "", ""]);
    expect(answer.stopped).toBe(true);
    expect(answer.end()).toBe("");
    expect(answer.text).toBe("a ");
  });

  it("releases what it held when the answer ends there", () => {
    const answer = new AnswerText(["END"]);
    expect(answer.push(bytes("the EN"))).toBe("the ");
    expect(answer.stopped).toBe(false);
    expect(answer.end()).toBe("EN");
    expect(answer.text).toBe("the EN");
  });

  it("finds a stop string that begins inside a failed beginning", () => {
    expect(stream(["aab"], ["a", "a", "a", "b", "c"])).toEqual(["", "", "a", "", "", ""]);
  });

  it("cuts at the first of several", () => {
    expect(stream(["two", "one"], ["zero one two"])).toEqual(["zero ", ""]);
    expect(stream(["\n", "User:"], ["a Us", "er: b\n"])).toEqual(["a ", "", ""]);
  });

  it("stops at a stop string that is split inside a character", () => {
    const [first, ...rest] = [...bytes("😀")].map((byte) => Uint8Array.of(byte));
    expect(stream(["😀"], ["a", first!, ...rest, "b"])).toEqual(["a", "", "", "", "", "", ""]);
  });

  it("stops when the last bytes complete the stop string only at the end", () => {
    const answer = new AnswerText(["\uFFFD"]);
    expect(answer.push(Uint8Array.of(0x61, 0xe2))).toBe("a");
    expect(answer.end()).toBe("");
    expect(answer.stopped).toBe(true);
  });

  it("ignores empty stop strings", () => {
    expect(stream([""], ["ab"])).toEqual(["ab", ""]);
  });

  it("gives the text up to the stop string, however it is cut into tokens", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀"), maxLength: 12 });
    const cuts = fc.array(fc.nat(40), { maxLength: 8 });
    fc.assert(
      fc.property(words, words, cuts, (text, stop, cuts) => {
        const whole = bytes(text);
        const edges = [0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length].sort(
          (a, b) => a - b,
        );
        const pushes = edges.slice(1).map((end, index) => whole.subarray(edges[index], end));
        const at = stop === "" ? -1 : text.indexOf(stop);
        expect(stream([stop], pushes).join("")).toBe(at < 0 ? text : text.slice(0, at));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});
