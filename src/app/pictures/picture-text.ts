/** @file What is said about a picture in few words. */
import type { AnswerProgress } from "#app/state/chats-state.ts";
import { formatBytes } from "#app/format.ts";
import type { TurnPicture } from "#storage/pictures";

export function pictureFacts({ width, height, sizeBytes, isAnimated }: TurnPicture): string {
  const size = `${width.toLocaleString("en")} × ${height.toLocaleString("en")}`;
  return [size, formatBytes(sizeBytes), ...(isAnimated ? ["animated: first frame only"] : [])].join(" · ");
}

type PictureProgress = Extract<AnswerProgress, { type: "picture-progress" }>;

/** @param pictures all those of the chat, in the order they are looked at */
export function pictureStep(progress: PictureProgress, pictures: readonly TurnPicture[]): string {
  const at = pictures.findIndex(({ id }) => id === progress.pictureId);
  const which = pictures.length > 1 && at >= 0 ? `picture ${at + 1} of ${pictures.length}` : "the picture";
  return progress.phase === "preparing" ? `Preparing ${which}` : `Looking at ${which}`;
}

export function gridText({ grid }: PictureProgress): string | null {
  if (!grid) return null;
  const tiles = grid.rows * grid.columns;
  return tiles === 1 ? "In one tile" : `Cut into ${tiles} tiles, ${grid.columns} × ${grid.rows}`;
}
