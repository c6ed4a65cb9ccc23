/** @file The vision graph's inputs: gates, rows of the tables, the tile that stands for the unused ones. */
import { describe, expect, it } from "vitest";
import { largestDifference } from "#models/testing/compare";
import { randomImage, randomMllama, tensorCheckpoint, tinyMllamaConfig } from "#models/testing/tiny-mllama";
import type { TensorMap } from "#models/testing/tiny-mllama";
import { hasVisionFixture, openVisionFixture } from "#models/testing/vision-fixtures";
import type { Checkpoint } from "#models/weights/checkpoint";
import { tokensPerTile } from "./config.ts";
import { paddedTokensPerTile, visionInputs } from "./vision-inputs.ts";

const { vision } = tinyMllamaConfig();
const TOKENS = tokensPerTile(vision);
const WIDTH = vision.hiddenSize;
const [PRE, POST] = ["pre_tile_positional_embedding", "post_tile_positional_embedding"];
const POSITION = "gated_positional_embedding";

function tensorsWithGate(gate: number): TensorMap {
  const tensors = randomMllama(tinyMllamaConfig());
  for (const name of [PRE, POST, POSITION]) {
    tensors.set(`vision_model.${name}.gate`, { shape: [1], values: Float32Array.of(gate) });
  }
  return tensors;
}

function values(tensors: TensorMap, name: string): Float32Array {
  return tensors.get(`vision_model.${name}`)!.values;
}

/** The positions of a tile with the class token's embedding where it stands, rounded as sums are. */
function withClassToken(tensors: TensorMap, positions: Float32Array): Float32Array {
  const classToken = values(tensors, "class_embedding");
  return positions.map((value, at) => value + (at < WIDTH ? classToken[at]! : 0));
}

/** Notes which rows of which matrices are read. */
function watched(checkpoint: Checkpoint, seen: string[]): Checkpoint {
  return {
    has: (name) => checkpoint.has(name),
    vector: (name, shape) => checkpoint.vector(name, shape),
    nbits: (name, shape) => checkpoint.nbits(name, shape),
    rows: (name, shape) => {
      const reader = checkpoint.rows(name, shape);
      const readRow = (row: number, into: Float32Array): void => {
        seen.push(`${name} ${row}`);
        reader.readRow(row, into);
      };
      return { rows: reader.rows, columns: reader.columns, readRow };
    },
  };
}

describe("inputs of the vision tower", () => {
  it.each([
    [1, 1, 2, 3],
    [1, 2, 3, 2],
    [3, 1, 4, 1],
    [2, 2, 4, 0],
    [1, 4, 4, 0],
  ])("for %d x %d tiles are those of %d, the last for %d unused ones", (rows, columns, tiles, unused) => {
    const image = randomImage(vision, rows, columns);
    const inputs = visionInputs(tensorCheckpoint(tensorsWithGate(0.7)), vision, image);
    const perTile = image.pixels.length / image.numTiles;
    expect(inputs.tiles).toBe(tiles);
    expect(inputs.pixels).toHaveLength(tiles * perTile);
    expect(inputs.pixels.subarray(0, image.pixels.length)).toEqual(image.pixels);
    expect(inputs.pixels.subarray(image.pixels.length).every((value) => value === 0)).toBe(true);
    expect(inputs.postRows).toHaveLength(tiles * WIDTH);
    expect(inputs.positions).toHaveLength(tiles * TOKENS * WIDTH);
    const { rowTiles, keyRows, paddingRows } = inputs.rows;
    const padding = paddedTokensPerTile(vision) - TOKENS;
    expect(paddingRows).toBe(tiles * padding);
    expect(rowTiles).toHaveLength(tiles * paddedTokensPerTile(vision));
    for (let tile = 0; tile < tiles; tile++) {
      expect(rowTiles.slice(tile * TOKENS, (tile + 1) * TOKENS)).toEqual(Array(TOKENS).fill(tile));
      expect(rowTiles.filter((each) => each === tile)).toHaveLength(paddedTokensPerTile(vision));
    }
    // Every row once as a key, those of the tile that stands for others once for each of these.
    const counts = rowTiles.map((_, row) => keyRows.filter((key) => key === row).length);
    expect(counts).toEqual(rowTiles.map((tile) => (tile < image.numTiles ? 1 : unused)));
    expect(keyRows.every((key) => key >= 0 && key < rowTiles.length)).toBe(true);
  });

  it("have tanh of the gate folded in, and its complement into the base position", () => {
    const tensors = tensorsWithGate(0.7);
    const image = randomImage(vision, 3, 1);
    const { postRows, positions } = visionInputs(tensorCheckpoint(tensors), vision, image);
    const gate = Math.tanh(0.7);
    const { aspectRatioId } = image;
    expect(aspectRatioId).toBe(7);
    const slots = (name: string): Float32Array =>
      values(tensors, `${name}.embedding.weight`)
        .slice(aspectRatioId * 4 * WIDTH, (aspectRatioId + 1) * 4 * WIDTH)
        .map((value) => gate * value);
    expect(largestDifference(postRows, slots(POST))).toBeLessThan(1e-6);
    const length = TOKENS * WIDTH;
    const base = values(tensors, `${POSITION}.embedding`);
    const table = values(tensors, `${POSITION}.tile_embedding.weight`);
    const classToken = values(tensors, "class_embedding");
    const preTile = slots(PRE);
    const expected = Float32Array.from({ length: 4 * length }, (_, at) => {
      const [tile, channel] = [Math.floor(at / length), at % WIDTH];
      // The class token is no patch: it has no place in the grid of tiles before the tower.
      const own = at % length < WIDTH ? classToken[channel]! : preTile[tile * WIDTH + channel]!;
      return own + (1 - gate) * base[at % length]! + gate * table[aspectRatioId * 4 * length + at]!;
    });
    expect(largestDifference(positions, expected)).toBeLessThan(1e-6);
    // The unused tile has the base position only.
    expect(preTile.subarray(3 * WIDTH).every((value) => value === 0)).toBe(true);
    expect(postRows.subarray(3 * WIDTH).every((value) => value === 0)).toBe(true);
    const scaled = withClassToken(
      tensors,
      base.map((value) => (1 - gate) * value),
    );
    expect(largestDifference(positions.subarray(3 * length), scaled)).toBeLessThan(1e-6);
  });

  it("are the plain base position at a gate of 0 and the tile's alone at a large one", () => {
    const image = randomImage(vision, 1, 1);
    const length = TOKENS * WIDTH;
    const closed = tensorsWithGate(0);
    const inputs = visionInputs(tensorCheckpoint(closed), vision, image);
    const base = values(closed, `${POSITION}.embedding`);
    expect(inputs.positions.subarray(0, length)).toEqual(withClassToken(closed, base));
    expect(inputs.positions.subarray(length)).toEqual(withClassToken(closed, base));
    expect(inputs.postRows.every((value) => value === 0)).toBe(true);
    // Without what patches have of their tile, to see the positions alone.
    const open = tensorsWithGate(20);
    values(open, `${PRE}.embedding.weight`).fill(0);
    const table = values(open, `${POSITION}.tile_embedding.weight`);
    const opened = visionInputs(tensorCheckpoint(open), vision, image).positions;
    const own = withClassToken(open, table.slice(4 * length, 5 * length));
    expect(opened.subarray(0, length)).toEqual(own);
    expect(opened.subarray(length)).toEqual(withClassToken(open, new Float32Array(length)));
  });

  it("read one row of each table", () => {
    const seen: string[] = [];
    const image = randomImage(vision, 2, 1);
    visionInputs(watched(tensorCheckpoint(tensorsWithGate(1)), seen), vision, image);
    const names = [PRE, POST].map((name) => `${name}.embedding`);
    const tables = [...names, `${POSITION}.tile_embedding`];
    expect(seen.toSorted()).toEqual(tables.map((name) => `vision_model.${name}.weight 5`).toSorted());
  });

  it.each([`${PRE}.embedding`, `${POST}.embedding`, `${POSITION}.tile_embedding`])(
    "are refused where %s has positions for unused tiles",
    (name) => {
      const tensors = tensorsWithGate(1);
      const table = values(tensors, `${name}.weight`);
      // The end of the row of one tile: slot 3.
      table[(2 * table.length) / 9 - 1] = 0.01;
      const run = (rows: number, columns: number): unknown =>
        visionInputs(tensorCheckpoint(tensors), vision, randomImage(vision, rows, columns));
      expect(() => run(1, 1)).toThrow(expect.objectContaining({ code: "weights-unsupported" }));
      expect(() => run(2, 2)).not.toThrow();
    },
  );

  it("are refused where a table is that of other tiles", () => {
    const other = { ...vision, imageSize: 16 };
    const run = (): unknown =>
      visionInputs(tensorCheckpoint(tensorsWithGate(1)), other, randomImage(other, 1, 1));
    expect(run).toThrow(expect.objectContaining({ code: "weights-corrupt" }));
  });

  it("count the rows of a tile up to a multiple of eight", () => {
    expect(paddedTokensPerTile({ ...vision, imageSize: 560, patchSize: 14 })).toBe(1608);
    expect(paddedTokensPerTile({ ...vision, imageSize: 448, patchSize: 14 })).toBe(1032);
    expect(paddedTokensPerTile({ ...vision, imageSize: 56, patchSize: 14 })).toBe(24);
  });
});

describe.each(["vision-tiny", "vision-tiny-mlx4"])("%s", (name) => {
  it.skipIf(!hasVisionFixture(name))("has no positions for unused tiles", () => {
    const { config, checkpoint, cases } = openVisionFixture(name);
    for (const { image } of cases) {
      const { tiles, positions } = visionInputs(checkpoint, config.vision, image);
      expect(tiles).toBe(Math.min(4, image.numTiles + 1));
      expect(positions.every(Number.isFinite)).toBe(true);
    }
  });
});
