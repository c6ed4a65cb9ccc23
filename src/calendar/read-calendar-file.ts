/** @file A calendar file's bytes as events: size, encoding, and whether it is one at all. */

import { AppError } from "#shared/errors";
import type { ParsedCalendar } from "./imported-event.ts";
import { readCalendar } from "./read-calendar.ts";

/** The calendars of whole companies are smaller (spec messages-calendar 5.6). */
const MAX_CALENDAR_BYTES = 20_000_000;

/** @throws AppError `calendar-unreadable` (details: reason) */
export async function readCalendarFile(file: Blob, zone: string): Promise<ParsedCalendar> {
  if (file.size === 0) throw unreadable("empty");
  if (file.size > MAX_CALENDAR_BYTES) throw unreadable("too-big");
  const result = readCalendar(decode(await file.arrayBuffer()), zone);
  if (!result.ok) throw unreadable("no-calendar");
  return result.value;
}

const unreadable = (reason: "empty" | "too-big" | "no-calendar"): AppError =>
  new AppError("calendar-unreadable", `the calendar file cannot be read: ${reason}`, { reason });

/** UTF-8 as the standard asks for; older exports are in Windows-1252, some in UTF-16 with its mark. */
function decode(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
