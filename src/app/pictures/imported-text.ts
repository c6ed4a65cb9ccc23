/** @file What is said about the pictures inside a chat export. */
import { MAX_KEPT_PICTURE_BYTES, MAX_KEPT_PICTURES, MAX_PICTURE_BYTES } from "#messages/limits";
import { formatBytes } from "#app/format.ts";
import { countText } from "#app/messages/time-text.ts";
import type { FoundPictures, ImportReceipt } from "#workers/protocol-imports";

export const LIMITS_TEXT =
  `So that you can open them and ask about them. The newest ${MAX_KEPT_PICTURES.toLocaleString("en")}, ` +
  `up to ${formatBytes(MAX_PICTURE_BYTES)} each and ${formatBytes(MAX_KEPT_PICTURE_BYTES)} together; ` +
  "they stay on this device and go with their messages.";

/** "12 in the file, 34 MB" */
export function foundText({ count, sizeBytes }: FoundPictures): string {
  return `${count.toLocaleString("en")} in the file, ${formatBytes(sizeBytes)}`;
}

/** Sentences behind the receipt of the messages; none when nothing is to be said. */
export function keptText({ pictures }: Pick<ImportReceipt, "pictures">): readonly string[] {
  if (!pictures || pictures.kept + pictures.leftOut === 0) return [];
  const { kept, sizeBytes, leftOut } = pictures;
  const said = `${countText(kept, "picture")} kept${kept > 0 ? ` (${formatBytes(sizeBytes)})` : ""}`;
  return [leftOut > 0 ? `${said}, ${leftOut.toLocaleString("en")} left out.` : `${said}.`];
}
