/** @file Chats that journeys bring in, written out as the messengers export them. */

import type { ChatFile } from "../pages/messages.ts";

/** A WhatsApp export of an Android phone set to British English: 13 messages over three days, one of them in two lines. */
const ANDROID_LINES = [
  "24/11/2025, 17:02 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.",
  "24/11/2025, 17:02 - Priya Nair: Hi both, the kitchen gets its new floor next month 🎉",
  "24/11/2025, 17:05 - Sam Lindqvist: Finally! Who measures the room?",
  "24/11/2025, 17:09 - Priya Nair: Sam, can you measure the kitchen by Thursday?",
  "24/11/2025, 17:12 - Sam Lindqvist: I'll measure the kitchen on Wednesday.",
  "25/11/2025, 09:30 - Lena Vogt: The floor costs 1840 euros with delivery.",
  "25/11/2025, 09:41 - Priya Nair: Someone should call the landlord about the old oven.",
  "25/11/2025, 10:15 - Sam Lindqvist: Can we meet tomorrow at 4pm for 30 min to choose the colour?",
  "25/11/2025, 10:20 - Priya Nair: Yes, tomorrow at 4pm is fine for me.",
  "25/11/2025, 10:22 - Lena Vogt: I'll bring the three samples:",
  "oak, walnut and grey",
  "26/11/2025, 18:03 - Lena Vogt: We decided on oak.",
  "26/11/2025, 18:10 - Priya Nair: Lena, please order the oak floor before Friday.",
  "26/11/2025, 18:30 - Sam Lindqvist: Shall we have dinner next Friday?",
] as const;

/** Messages in `ANDROID_CHAT`, the line about encryption included. */
export const ANDROID_COUNT = 13;

export const ANDROID_CHAT: ChatFile = {
  name: "WhatsApp Chat with Kitchen floor.txt",
  content: `${ANDROID_LINES.join("\n")}\n`,
};

/** What was written after the first export. */
const TAIL = [
  "27/11/2025, 08:00 - Priya Nair: Delivery is on 9 December at 10:00.",
  "27/11/2025, 08:04 - Sam Lindqvist: I'll be at home.",
] as const;

/** The same chat exported later: two messages more. */
export const LONGER_ANDROID_CHAT: ChatFile = {
  name: ANDROID_CHAT.name,
  content: `${[...ANDROID_LINES, ...TAIL].join("\n")}\n`,
};

/** A WhatsApp export of an iPhone set to German, with its direction marks. */
export const IOS_CHAT: ChatFile = {
  name: "_chat.txt",
  content: [
    "\u200e[24.11.25, 18:40:02] Jonas Weber: \u200eNachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.",
    "[24.11.25, 18:40:02] Jonas Weber: Treffen wir uns morgen um 17 Uhr?",
    "[24.11.25, 18:41:33] Aylin Kaya: Ja, passt.",
    "\u200e[25.11.25, 09:12:50] Aylin Kaya: \u200eBild weggelassen",
    "",
  ].join("\r\n"),
};

/** No day above 12: which number is the month can't be told. */
export const AMBIGUOUS_CHAT: ChatFile = {
  name: "WhatsApp Chat with Book club.txt",
  content: [
    "03/04/2025, 10:15 - Ruth Adler: Which book is next?",
    "05/04/2025, 11:02 - Emil Horn: The one about lighthouses.",
    "07/04/2025, 19:45 - Ruth Adler: Good, I have it already.",
    "",
  ].join("\n"),
};

/** A message whose later lines look like parts of a calendar file. */
export const HOSTILE_CHAT: ChatFile = {
  name: "WhatsApp Chat with Eve.txt",
  content: [
    "24/11/2025, 17:02 - Eve: Dinner tomorrow at 7pm",
    "ATTENDEE;RSVP=TRUE:mailto:eve@example.com",
    "END:VEVENT",
    "24/11/2025, 17:04 - Ola: Fine with me.",
    "",
  ].join("\r\n"),
};

/** Words with accents, and in a language without spaces. */
export const THAI_CHAT: ChatFile = {
  name: "WhatsApp Chat with Bangkok.txt",
  content: [
    "24/11/2025, 17:02 - Zoë: Treffen im Café, danach essen?",
    "24/11/2025, 17:04 - สมชาย: พรุ่งนี้เจอกันที่สนามบินนะ",
    "24/11/2025, 17:09 - Zoë: I have the Reservation number.",
    "",
  ].join("\n"),
};

/** Where the browser of the journeys is, whatever the zone of the machine. */
export const ZONE = "Europe/Berlin";

/** A WhatsApp export whose messages were sent today, a minute apart: what they plan is still to come. */
export function todaysChat(
  name: string,
  lines: readonly (readonly [sender: string, text: string])[],
): ChatFile {
  const day = new Date().toLocaleDateString("en-GB", { timeZone: ZONE });
  const content = lines.map(([sender, text], index) => {
    const minute = String(index % 60).padStart(2, "0");
    return `${day}, 00:${minute} - ${sender}: ${text}\n`;
  });
  return { name: `WhatsApp Chat with ${name}.txt`, content: content.join("") };
}
