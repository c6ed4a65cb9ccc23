import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonObject } from "./strict-json.ts";
import type { JsonLimits, JsonValue } from "./strict-json.ts";

const LIMITS: JsonLimits = { depth: 5, values: 1000, stringBytes: 100 };
const utf8 = new TextEncoder();

function parse(text: string | Uint8Array, limits: JsonLimits = LIMITS): unknown {
  const bytes = typeof text === "string" ? utf8.encode(text) : text;
  return plain(parseJsonObject(bytes, limits, (reason) => new Error(`refused: ${reason}`)));
}

/** Maps as objects, to compare with what JSON.parse makes. */
function plain(value: JsonValue): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([name, member]) => [name, plain(member as JsonValue)]));
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

describe("strict JSON", () => {
  it("agrees with JSON.parse on any object", () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(
          fc.constantFrom(null, true, false),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.string(),
        ),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie("tree"), { maxKeys: 4 }),
      ),
    }));
    const limits = { depth: 12, values: 10_000, stringBytes: 10_000 };
    fc.assert(
      fc.property(fc.dictionary(fc.string(), tree), fc.constantFrom(0, 1, "\t"), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parse(text, limits)).toEqual(JSON.parse(text));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("reads escapes, numbers of every form and names like any other", () => {
    const text = String.raw`{"a\"\\\/\u00e9\n": [-0.5e+2, 0, 1E3], "__proto__": {"x": 1}, "": null}`;
    const bytes = utf8.encode(text);
    const value = parseJsonObject(bytes, LIMITS, (reason) => new Error(reason));
    expect([...value.keys()]).toEqual(['a"\\/é\n', "__proto__", ""]);
    expect(value.get('a"\\/é\n')).toEqual([-50, 0, 1000]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it.each([
    ["nothing", ""],
    ["a list", "[]"],
    ["a word", "true"],
    ["text after the end", "{} x"],
    ["two objects", "{}{}"],
    ["a name twice", '{"a":1,"a":2}'],
    ["a name twice, once escaped", String.raw`{"a":1,"\u0061":2}`],
    ["a comma at the end", '{"a":1,}'],
    ["a comma too few", '{"a":1 "b":2}'],
    ["a list that goes on", '{"a":[1,'],
    ["no colon", '{"a" 1}'],
    ["a bare name", "{a:1}"],
    ["quotes of the wrong kind", "{'a':1}"],
    ["a string without end", '{"a'],
    ["a string that ends in a backslash", '{"a\\'],
    ["a line break in a string", '{"a\n":1}'],
    ["an unknown escape", String.raw`{"\x41":1}`],
    ["half a surrogate escape", String.raw`{"\u12":1}`],
    ["NaN", '{"a":NaN}'],
    ["Infinity", '{"a":Infinity}'],
    ["a plus sign", '{"a":+1}'],
    ["a leading zero", '{"a":01}'],
    ["a bare minus", '{"a":-}'],
    ["no digit after the point", '{"a":1.}'],
    ["a number of 50 digits", `{"a":${"1".repeat(50)}}`],
    ["a comment", '{"a":1 /* b */}'],
    ["a byte order mark", "\uFEFF{}"],
    ["bytes that are no UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)],
    ["six levels", '{"a":[[[[[]]]]]}'],
    ["a million levels", `{"a":${"[".repeat(1_000_000)}`],
    ["1,000 values in an object", `{"a":[${"0,".repeat(998)}0]}`],
    ["a string of 101 bytes", `{"a":"${"x".repeat(102)}"}`],
  ])("refuses %s", (_, text) => {
    expect(() => parse(text)).toThrow(/^refused: /);
  });

  it("accepts what just fits its limits", () => {
    expect(parse('{"a":[[[[]]]]}')).toEqual({ a: [[[[]]]] });
    expect(parse(`{"a":[${"0,".repeat(997)}0]}`)).toEqual({ a: Array.from({ length: 998 }, () => 0) });
    expect(parse(`{"a":"${"x".repeat(100)}"}`)).toEqual({ a: "x".repeat(100) });
  });
});
