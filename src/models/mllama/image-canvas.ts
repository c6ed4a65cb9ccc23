/**
 * @file How a picture is laid out on tiles: which arrangement of them, and how large it is drawn there (spec llama32
 * 5.1, steps 2 to 4; `image_processing_mllama` of transformers). In float64 and in exactly this order of operations:
 * 720 * 0.7 is 503.999... here, and 503 is what the model was given.
 */

/** [rows, columns] */
export type Arrangement = readonly [number, number];

export interface Canvas {
  readonly rows: number;
  readonly columns: number;
  /** 1 and up: the row of the checkpoint's position tables. */
  readonly aspectRatioId: number;
}

/** All arrangements of at most `maxNumTiles` tiles; aspect ratio id = index + 1. */
export function tileArrangements(maxNumTiles: number): readonly Arrangement[] {
  const sizes = Array.from({ length: maxNumTiles }, (_, index) => index + 1);
  return sizes.flatMap((rows) =>
    sizes.filter((columns) => rows * columns <= maxNumTiles).map((columns) => [rows, columns] as const),
  );
}

/**
 * The canvas that the picture fills best: the least enlargement that fits it whole, the least reduction where none does,
 * and among equals the smallest, then the first.
 */
export function chooseCanvas(width: number, height: number, tileSize: number, maxNumTiles: number): Canvas {
  const candidates = tileArrangements(maxNumTiles).map(([rows, columns], index) => {
    const scale = Math.min((rows * tileSize) / height, (columns * tileSize) / width);
    return { rows, columns, aspectRatioId: index + 1, scale };
  });
  const enlarging = candidates.map(({ scale }) => scale).filter((scale) => scale >= 1);
  const best =
    enlarging.length > 0 ? Math.min(...enlarging) : Math.max(...candidates.map(({ scale }) => scale));
  const { rows, columns, aspectRatioId } = candidates
    .filter(({ scale }) => scale === best)
    .reduce((smallest, each) =>
      each.rows * each.columns < smallest.rows * smallest.columns ? each : smallest,
    );
  return { rows, columns, aspectRatioId };
}

/** The picture's size on its canvas: as it is where it fits and one side fills a tile, its shape kept otherwise. */
export function fitToCanvas(
  width: number,
  height: number,
  { rows, columns }: Canvas,
  tileSize: number,
): { readonly width: number; readonly height: number } {
  const targetWidth = clamp(width, tileSize, columns * tileSize);
  const targetHeight = clamp(height, tileSize, rows * tileSize);
  const [scaleHeight, scaleWidth] = [targetHeight / height, targetWidth / width];
  return scaleWidth < scaleHeight
    ? { width: targetWidth, height: Math.min(Math.floor(height * scaleWidth) || 1, targetHeight) }
    : { width: Math.min(Math.floor(width * scaleHeight) || 1, targetWidth), height: targetHeight };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
