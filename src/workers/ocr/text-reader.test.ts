import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { createTextReader, type TextReader } from "./text-reader.ts";
import type { TesseractFactory } from "./tesseract-core.ts";

const require = createRequire(import.meta.url);
const core = join(dirname(require.resolve("tesseract.js/package.json")), "../tesseract.js-core");
const factory = require(join(core, "tesseract-core-simd-lstm.js")) as TesseractFactory;
const WASM = join(core, "tesseract-core-simd-lstm.wasm");
const POSTER = readFileSync(join(import.meta.dirname, "fixtures/poster.png"));

function data(code: string): { readonly code: string; readonly bytes: Uint8Array } {
  const folder = dirname(require.resolve(`@tesseract.js-data/${code}/package.json`));
  return { code, bytes: gunzipSync(readFileSync(join(folder, `4.0.0_best_int/${code}.traineddata.gz`))) };
}

describe("with the real network", () => {
  let reader: TextReader;
  beforeAll(async () => {
    reader = await createTextReader(factory, WASM);
    reader.setLanguage(data("eng"));
  });

  test("a poster is read, line by line, with progress that only grows", () => {
    const fractions: number[] = [];
    const text = reader.read(POSTER, (fraction) => fractions.push(fraction));
    expect(text.split(/\n+/u)).toEqual([
      "Winter Concert",
      "Saturday 5 December 2026",
      "7:30 pm",
      "Town Hall, 12 Mill Street",
    ]);
    expect(fractions.length).toBeGreaterThan(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
  });

  test("an empty picture has no text, and the next one is read all the same", () => {
    const white = new TextEncoder().encode(`P5\n60 40\n255\n${" ".repeat(2400)}`).fill(255, 13);
    expect(reader.read(white, () => undefined)).toBe("");
    expect(reader.read(POSTER, () => undefined)).toContain("Winter Concert");
  });

  test("what is no picture is an error of ours, and the reader lives on", () => {
    const read = (): string => reader.read(new TextEncoder().encode("no picture"), () => undefined);
    expect(read).toThrowError(expect.objectContaining({ code: "reading-failed" }));
    expect(reader.read(POSTER, () => undefined)).toContain("Mill Street");
  });

  test("another language takes the place of the first; damaged data is refused", () => {
    reader.setLanguage(data("fra"));
    expect(reader.language).toBe("fra");
    expect(reader.read(POSTER, () => undefined)).toContain("Concert");
    const damaged = { code: "xxx", bytes: new Uint8Array(100) };
    expect(() => reader.setLanguage(damaged)).toThrowError(
      expect.objectContaining({ code: "reading-failed" }),
    );
    expect(reader.language).toBeNull();
    reader.setLanguage(data("eng"));
    expect(reader.read(POSTER, () => undefined)).toContain("Winter Concert");
  });
});

const broken: TesseractFactory = () => Promise.reject(new Error("both async and sync fetching failed"));

test("wasm that does not load is an error of ours", async () => {
  await expect(createTextReader(broken, WASM)).rejects.toMatchObject({ code: "reading-failed" });
});
