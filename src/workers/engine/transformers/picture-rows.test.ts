import { beforeEach, expect, test, vi } from "vitest";
import type { GeneratePart } from "#shared/language-model";
import { PictureRows } from "./picture-rows.ts";

vi.mock("./draw-picture.ts", () => ({
  drawPicture: async (file: Blob, size: { readonly tilesASide: number }) => ({
    width: size.tilesASide,
    height: Number(await file.text()),
    data: new Uint8ClampedArray(0),
  }),
}));

const [VOCABULARY, ROWS, HIDDEN] = [100, 2, 3];
const images = { tileSize: 8, longestEdge: 32, rowsPerTile: ROWS, mean: [0, 0, 0], std: [1, 1, 1] };
const signal = new AbortController().signal;

let looked: number;
let rows: PictureRows;

/** Cut into as many tiles as are allowed; each is filled with the picture's number. */
const model = {
  cut: async ({ width: side, height: value }: { readonly width: number; readonly height: number }) => {
    const [inner, count] = side === 1 ? [0, 1] : [side, side * side + 1];
    return {
      rows: inner,
      columns: inner,
      tiles: Array.from({ length: count }, () => Float32Array.of(value)),
    };
  },
  look: async (tile: Float32Array) => {
    looked++;
    return new Float32Array(ROWS * HIDDEN).fill(tile[0] ?? 0);
  },
};

function open(maxTilesASide: number, budgetBytes = 1e6): PictureRows {
  return new PictureRows({
    model,
    images,
    hiddenSize: HIDDEN,
    vocabSize: VOCABULARY,
    maxTilesASide,
    budgetBytes,
  });
}

function picture(value: number) {
  return { id: `p${value}`, bytes: new Blob([String(value)]) };
}

beforeEach(() => {
  looked = 0;
  rows = open(1);
});

test("the same picture is looked at once and keeps its ids", async () => {
  const parts: GeneratePart[] = [];
  const first = await rows.read([picture(5), picture(6)], 1000, signal, (part) => parts.push(part));
  expect(first).toMatchObject({ encoded: 2, placed: [{ firstId: 100, length: 2 }, { firstId: 102 }] });
  expect(rows.row(103)).toEqual(new Float32Array(HIDDEN).fill(6));
  const again = await rows.read([picture(6), picture(6)], 1000, signal, () => {});
  expect(again).toMatchObject({ encoded: 0, placed: [{ firstId: 102 }, { firstId: 102 }] });
  expect(looked).toBe(2);
  expect(parts.map((part) => part.type === "picture-progress" && `${part.phase} ${part.fraction}`)).toEqual(
    [5, 6].flatMap(() => ["preparing 0", "preparing 1", "looking 0", "looking 1"]),
  );
});

test("many pictures are cut into fewer tiles each, so that they fit the prompt", async () => {
  rows = open(Infinity);
  const room = (4 * 4 + 1) * ROWS;
  const lengths = async (count: number) => {
    const pictures = Array.from({ length: count }, (_, index) => picture(index));
    const { placed } = await rows.read(pictures, room, signal, () => {});
    return placed.map(({ length }) => length / ROWS);
  };
  expect(await lengths(1)).toEqual([17]);
  expect(await lengths(2)).toEqual([5, 5]);
  expect(await lengths(9)).toEqual(Array(9).fill(1));
});

test("rows of other requests are given up beyond the budget, and look the same again", async () => {
  rows = open(1, ROWS * HIDDEN * 4);
  await rows.read([picture(5)], 1000, signal, () => {});
  await rows.read([picture(6)], 1000, signal, () => {});
  expect(() => rows.row(100)).toThrow(expect.objectContaining({ code: "engine-failed" }));
  const { placed, encoded } = await rows.read([picture(5), picture(6)], 1000, signal, () => {});
  expect([encoded, placed.map(({ firstId }) => firstId)]).toEqual([1, [100, 102]]);
  expect([rows.row(101)[0], rows.row(102)[0]]).toEqual([5, 6]);
});

test("a Stop between tiles ends the look, and nothing of it is kept", async () => {
  rows = open(4);
  const abort = new AbortController();
  const stop = (part: GeneratePart): void => {
    if (part.type === "picture-progress" && part.fraction > 0.5 && part.phase === "looking") abort.abort();
  };
  await expect(rows.read([picture(5)], 1000, abort.signal, stop)).rejects.toThrow(
    expect.objectContaining({ name: "AbortError" }),
  );
  expect(looked).toBeLessThan(17);
  expect(await rows.read([picture(5)], 1000, signal, () => {})).toMatchObject({ encoded: 1 });
});
