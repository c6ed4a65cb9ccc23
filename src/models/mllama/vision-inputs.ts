/**
 * @file What the vision tower's graph is given for one picture (spec llama32 4.4, 4.5): the tiles it evaluates and the
 * positions that the checkpoint's tables have for the picture's aspect ratio, read row by row: the tile table of the
 * released models has 147 MB, a picture needs one row of 16 MB.
 */
import { AppError } from "#shared/errors";
import type { Checkpoint } from "#models/weights/checkpoint";
import type { RowReader } from "#models/weights/rows";
import { tokensPerTile } from "./config.ts";
import type { MllamaVisionConfig } from "./config.ts";
import type { TransformedImage } from "./image-transform.ts";

/**
 * U tiles: the picture's own, and behind them, where it leaves some unused, one that stands for all of these. In every
 * layer unused tiles are equal, so that one of them, its keys counted as often as there are such tiles, is exact.
 */
export interface VisionInputs {
  /** U */
  readonly tiles: number;
  /** [U, 3, tileSize, tileSize], zeros for the unused tile. */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** [U, tokensPerTile, hiddenSize]: the class token and, to be added to patches, all that says where they are. */
  readonly positions: Float32Array<ArrayBuffer>;
  /** [U, hiddenSize], to be added to every row of a tile. */
  readonly postRows: Float32Array<ArrayBuffer>;
  readonly rows: TowerRows;
}

/**
 * The order of the tower's rows: U * tokensPerTile tokens, then the padding of each tile.
 */
export interface TowerRows {
  readonly paddingRows: number;
  /** The tile of each row. */
  readonly rowTiles: readonly number[];
  /**
   * What own tokens attend to: every row, those of the tile that stands for m unused ones m times. A softmax cannot tell
   * that from log(m) added to its scores.
   */
  readonly keyRows: readonly number[];
  /** Tokens of all tiles, those of the tile that stands for m unused ones m times. */
  readonly allTokens: readonly number[];
}

const ROW_MULTIPLE = 8;
const ALMOST_ZERO = 1e-3;

/** Rows of a tile with those of zeros behind it: 1,608 for 1,601. */
export function paddedTokensPerTile(vision: MllamaVisionConfig): number {
  return Math.ceil(tokensPerTile(vision) / ROW_MULTIPLE) * ROW_MULTIPLE;
}

/**
 * @param checkpoint by transformers' names.
 * @throws AppError `weights-corrupt`, and `weights-unsupported` where unused tiles have positions of their own.
 */
export function visionInputs(
  checkpoint: Checkpoint,
  vision: MllamaVisionConfig,
  image: Pick<TransformedImage, "pixels" | "numTiles" | "aspectRatioId">,
): VisionInputs {
  const unused = vision.maxNumTiles - image.numTiles;
  const tiles = image.numTiles + Math.min(unused, 1);
  const pixels = new Float32Array(tiles * (image.pixels.length / image.numTiles));
  pixels.set(image.pixels);
  const tables = new PositionTables(checkpoint, vision, image);
  const gated = (name: string): Float32Array<ArrayBuffer> =>
    tables.row(`${name}.embedding.weight`, vision.hiddenSize, tiles, tables.gate(name));
  return {
    tiles,
    pixels,
    positions: positions(tables, vision, tiles, gated("pre_tile_positional_embedding")),
    postRows: gated("post_tile_positional_embedding"),
    rows: towerRows(vision, tiles, unused),
  };
}

/** @param unused tiles that the last of the `tiles` evaluated stands for; 0 = all are the picture's own. */
function towerRows(vision: MllamaVisionConfig, tiles: number, unused: number): TowerRows {
  const tokens = tokensPerTile(vision);
  const padding = paddedTokensPerTile(vision) - tokens;
  const tileOf = (each: number): number[] =>
    Array.from({ length: tiles * each }, (_, row) => Math.floor(row / each));
  const rowTiles = [...tileOf(tokens), ...tileOf(padding)];
  const all = rowTiles.map((_, row) => row);
  const again = all.filter((row) => rowTiles[row] === tiles - 1);
  const keyRows = [...all, ...Array.from({ length: Math.max(0, unused - 1) }, () => again).flat()];
  const ofTile = (tile: number): number[] =>
    Array.from({ length: tokens }, (_, token) => tile * tokens + token);
  const own = Array.from({ length: tiles }, (_, tile) => ofTile(tile));
  const unusedAgain = Array.from({ length: Math.max(0, unused - 1) }, () => ofTile(tiles - 1));
  const allTokens = [...own, ...unusedAgain].flat();
  return { paddingRows: tiles * padding, rowTiles, keyRows, allTokens };
}

/**
 * tanh(gate) * tile table + (1 - tanh(gate)) * base, one gate with complementary weights; to patches also the row of their
 * tile, and for the class token, which is no patch, its embedding.
 */
function positions(
  tables: PositionTables,
  vision: MllamaVisionConfig,
  tiles: number,
  preRows: Float32Array,
): Float32Array<ArrayBuffer> {
  const { hiddenSize } = vision;
  const name = "gated_positional_embedding";
  const length = tokensPerTile(vision) * hiddenSize;
  const gate = tables.gate(name);
  const rows = tables.row(`${name}.tile_embedding.weight`, length, tiles, gate);
  const base = tables.base(`${name}.embedding`, [tokensPerTile(vision), hiddenSize]);
  const classToken = tables.base("class_embedding", [hiddenSize]);
  for (let at = 0; at < rows.length; at++) {
    const [tile, inTile, channel] = [Math.floor(at / length), at % length, at % hiddenSize];
    const own = inTile < hiddenSize ? classToken[channel] : preRows[tile * hiddenSize + channel];
    rows[at] = (rows[at] as number) + (1 - gate) * (base[inTile] as number) + (own as number);
  }
  return rows;
}

/** The tables that have one row for each aspect ratio, of one slot for each tile. */
class PositionTables {
  readonly #checkpoint: Checkpoint;
  readonly #vision: MllamaVisionConfig;
  readonly #image: { readonly numTiles: number; readonly aspectRatioId: number };

  constructor(
    checkpoint: Checkpoint,
    vision: MllamaVisionConfig,
    image: { readonly numTiles: number; readonly aspectRatioId: number },
  ) {
    this.#checkpoint = checkpoint;
    this.#vision = vision;
    this.#image = image;
  }

  /** The gate behind its tanh; files have it in front. */
  gate(name: string): number {
    return Math.tanh(this.base(`${name}.gate`, [1])[0] as number);
  }

  base(name: string, shape: readonly number[]): Float32Array {
    return this.#checkpoint.vector(`vision_model.${name}`, shape);
  }

  /** The first `tiles` slots, of `length` each, of the picture's row, times `factor`. */
  row(name: string, length: number, tiles: number, factor: number): Float32Array<ArrayBuffer> {
    const { maxNumTiles, supportedAspectRatios } = this.#vision;
    const { numTiles, aspectRatioId } = this.#image;
    const tensor = `vision_model.${name}`;
    // Row 0 belongs to no arrangement: it fills batches up.
    const shape = [supportedAspectRatios.length + 1, maxNumTiles * length];
    const row = readRow(this.#checkpoint.rows(tensor, shape), aspectRatioId);
    // A 4-bit group can reach over the end of what is used: its zeros are a rounding away from zero.
    if (row.subarray(numTiles * length).some((value) => Math.abs(value) > ALMOST_ZERO)) {
      throw new AppError("weights-unsupported", `${tensor}: unused tiles are not zero`, { tensor });
    }
    const used = row.slice(0, tiles * length);
    for (let at = 0; at < used.length; at++) used[at] = (used[at] as number) * factor;
    return used;
  }
}

function readRow(reader: RowReader, row: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(reader.columns);
  reader.readRow(row, values);
  return values;
}
