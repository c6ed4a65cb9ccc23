/**
 * @file Where a picture stands in an Idefics3 prompt: names of its tiles, and a token for each row that the vision tower
 * makes of them (the form is that of the checkpoint's processor). Each such token then gets an id of its own behind the
 * vocabulary, so that prompts with different pictures have only what stands before them in common.
 */
import { AppError } from "#shared/errors";

/** The token that a chat template writes for a whole picture, and the processor for one row of it. */
export const IMAGE_TOKEN = "<image>";
/** Around each tile. */
const AROUND = "<fake_token_around_image>";
/** In front of the tile that has the whole picture. */
const WHOLE = "<global-img>";

/** Tokens that a tokenizer must have for pictures to be possible. */
export const PICTURE_TOKENS: readonly string[] = [IMAGE_TOKEN, AROUND, WHOLE];

/** How a picture was cut. */
export interface PlacedPicture {
  /** Of tiles beside the whole; none where the picture is no larger than one. */
  readonly rows: number;
  readonly columns: number;
  /** The id of its first row; the others follow. */
  readonly firstId: number;
  /** Rows of all its tiles together. */
  readonly length: number;
}

/**
 * @param prompt with one image token for each picture, in order.
 * @throws AppError `weights-unsupported` when the template wrote another number of them.
 */
export function expandPictures(
  prompt: string,
  pictures: readonly Pick<PlacedPicture, "rows" | "columns">[],
  rowsPerTile: number,
): string {
  const [first = "", ...others] = prompt.split(IMAGE_TOKEN);
  ensureSame(others.length, pictures.length);
  const expanded = others.map((text, index) => {
    const { rows, columns } = pictures[index] ?? { rows: 0, columns: 0 };
    return pictureText(rows, columns, rowsPerTile) + text;
  });
  return first + expanded.join("");
}

function pictureText(rows: number, columns: number, rowsPerTile: number): string {
  const tile = IMAGE_TOKEN.repeat(rowsPerTile);
  const whole = `${AROUND}${WHOLE}${tile}${AROUND}`;
  if (rows === 0 || columns === 0) return whole;
  const line = (row: number): string =>
    Array.from({ length: columns }, (_, column) => `${AROUND}<row_${row}_col_${column + 1}>${tile}`).join("");
  const lines = Array.from({ length: rows }, (_, row) => `${line(row + 1)}\n`);
  return `${lines.join("")}\n${whole}`;
}

/**
 * The ids of the pictures' rows in the place of the token that stands for any.
 * @throws AppError `weights-unsupported` when there are not as many places as rows.
 */
export function placeRows(
  ids: readonly number[],
  imageTokenId: number,
  pictures: readonly PlacedPicture[],
): number[] {
  const rows = pictures.flatMap(({ firstId, length }) => Array.from({ length }, (_, row) => firstId + row));
  let next = 0;
  const placed = ids.map((id) => (id === imageTokenId ? (rows[next++] ?? id) : id));
  ensureSame(next, rows.length);
  return placed;
}

function ensureSame(found: number, wanted: number): void {
  if (found === wanted) return;
  const details = { field: "chat_template" };
  throw new AppError("weights-unsupported", `${found} picture tokens for ${wanted}`, details);
}
