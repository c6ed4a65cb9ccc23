import { expect, it } from "vitest";
import { destinationOf } from "./open-file.ts";

it.each([
  ["a picture", "image/png", "\u0089PNG", "IMG.png", "chat"],
  ["a calendar", "text/calendar", "BEGIN:VCALENDAR\r\nVERSION:2.0", "x.ics", "calendar"],
  ["a calendar with another name", "", "\ufeff\r\nbegin:vcalendar\r\n", "invite.txt", "calendar"],
  ["a chat with a calendar's name", "text/calendar", "24/11/26, 15:05 - Ana: hi", "chat.ics", "messages"],
  [
    "a mail with a calendar in it",
    "message/rfc822",
    "From: a@b.test\r\n\r\nBEGIN:VCALENDAR",
    "x.eml",
    "messages",
  ],
  ["nothing", "", "", "x", "messages"],
])("%s", async (_name, type, text, fileName, destination) => {
  expect(await destinationOf({ file: new Blob([text], { type }), fileName })).toBe(destination);
});
