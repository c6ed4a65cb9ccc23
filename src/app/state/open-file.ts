/** @file Where a file that came from anywhere belongs: a picture to the chat, a calendar to the calendar, the rest is messages. */
import { attachPictures, isPictureFile } from "#app/pictures/attach-pictures.ts";
import { imports } from "./imports.ts";
import type { ImportSource } from "./imports-state.ts";
import { navigate } from "./route.ts";

/** Bytes looked at: a byte order mark and empty lines may stand before the first line. */
const HEAD_BYTES = 200;

export type Destination = "chat" | "calendar" | "messages";

/** By content; names and types are what other programs say they are. */
export async function destinationOf({ file }: ImportSource): Promise<Destination> {
  if (isPictureFile(file)) return "chat";
  const head = await file
    .slice(0, HEAD_BYTES)
    .text()
    .catch(() => "");
  return /^\ufeff?\s*BEGIN:VCALENDAR\b/i.test(head) ? "calendar" : "messages";
}

/** Opens its preview; stores nothing. */
export async function openFile(source: ImportSource): Promise<void> {
  const { file, fileName } = source;
  const destination = await destinationOf(source);
  if (destination === "chat") attachPictures([new File([file], fileName, file)]);
  else if (destination === "messages") await imports.read(source);
  else {
    navigate({ view: "calendar" });
    const { calendars } = await import("./calendars.ts");
    await calendars.read(source);
  }
}
