/** @file Asks about a part of a picture that was asked about before. */
import { AppError } from "#shared/errors";
import { cropPicture } from "#app/state/chats-attachments.ts";
import { readPictures, type TurnPicture } from "#storage/pictures";
import type { PictureRegion } from "#workers/protocol-pictures";
import { attachToChat } from "./attach-pictures.ts";

/**
 * Puts the part beside the message field of the same chat, as a picture of its own.
 * @throws AppError `picture-missing` when the original is gone; `picture-*`, `worker-crashed`
 */
export async function askPart(
  conversationId: string,
  picture: TurnPicture,
  region: PictureRegion,
): Promise<void> {
  const original = (await readPictures(conversationId)).get(picture.id);
  if (!original) throw new AppError("picture-missing", "an original is not stored");
  attachToChat(conversationId, [await cropPicture(original, region, picture)]);
}
