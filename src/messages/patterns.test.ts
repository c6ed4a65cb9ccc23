import { describe, expect, it } from "vitest";
import { cleanLabel, cleanText } from "./clean-text.ts";
import { decodeEntities } from "./entities.ts";
import { StyleSheet } from "./html-sheet.ts";
import { htmlToText } from "./html-text.ts";
import { stemOf } from "./file-name.ts";
import { textKind } from "./file-kind.ts";
import { readHeader as readImessageHeader } from "./imessage/scan.ts";
import { HtmlRecordScanner } from "./html-records.ts";
import { parseHtml } from "./html-tree.ts";
import { readRecord as readImessageRecord } from "./imessage/html.ts";
import { looksLikeInjection } from "./injection.ts";
import { isoInstant, isoLocal } from "./collect.ts";
import { jsonShape } from "./json.ts";
import { fold, normaliseForId, tidyName } from "./matching.ts";
import { linksOf, quoteMessage, splitQuotedLines } from "./message-parts.ts";
import { readMailDate } from "./mail/mail-date.ts";
import { bareSubject } from "./mail/phrases.ts";
import { splitReply } from "./mail/reply.ts";
import { isSeparator, MailSplitter } from "./mail/splitter.ts";
import { repairMojibake } from "./meta/mojibake.ts";
import { toNormalForm } from "./normal-form.ts";
import { readPasteLine } from "./paste/line.ts";
import { makeKnownPeople, makePeople, senderKey } from "./people.ts";
import { MarkdownScanner } from "./signal/markdown.ts";
import { decodeMrkdwn } from "./slack/mrkdwn.ts";
import { XmlTagScanner } from "./sms/xml-scan.ts";
import { readRecord as readTelegramRecord } from "./telegram/html-message.ts";
import { CueScanner } from "./transcript/cues.ts";
import { CardScanner } from "./vcard/parse.ts";
import { readBody } from "./whatsapp/body.ts";
import { readHeader } from "./whatsapp/header.ts";
import { SenderSplitter, splitSender } from "./whatsapp/sender.ts";
import {
  createdGroupName,
  cutsQuotation,
  hasSystemVerb,
  isEncryptionNotice,
  titleOfExport,
} from "./whatsapp/system.ts";

const CHARS = 200_000;
const RUNS = [
  " ",
  "\n",
  "\t",
  "\u00a0",
  "\u200e",
  "\u200b",
  "\u2068",
  "\u0301\u0316",
  "\uff9e\u0301",
  "\ufe0f",
  "a",
  "a:",
  "a ",
  ": ",
  "1",
  "1/",
  "(",
  "(a",
  "[",
  "](",
  "[a](./media/",
  "<",
  "<a ",
  "<p>a",
  '<a href="http://b">',
  '<a href="http://b">c</a>',
  "<v ",
  "<v        ",
  "</",
  "<!--",
  "&",
  "&#1",
  "\\",
  '"',
  "-->",
  ".",
  ".a",
  "/",
  "@",
  ">",
  "!",
  "\nsystem ",
  "ignore ",
  "whatsapp",
];
const NAMES = { user: () => null, channel: () => null, time: () => null };
const ONE = (text: string) => new Map([["a", { name: text, handle: text }]]);

const FUNCTIONS: Record<string, (text: string) => unknown> = {
  cleanText,
  cleanLabel: (text) => cleanLabel(text, 60),
  decodeEntities,
  styleOf: (text) =>
    new StyleSheet().styleOf({ name: "p", attributes: new Map([["style", `color:${text}`]]) }, []),
  styleSheet: (text) => new StyleSheet().add(text),
  htmlToText,
  "htmlToText with white space": (text) => htmlToText(text, { keepsWhiteSpace: true }),
  "htmlToText in a tag": (text) => htmlToText(`<a ${text}`),
  parseHtml,
  HtmlRecordScanner: (text) => {
    const scanner = new HtmlRecordScanner(/^<div/, () => {});
    scanner.push(text);
    scanner.push(`<div>${text}`);
    scanner.finish();
  },
  "iMessage page": (text) =>
    readImessageRecord(
      `<div class="message"><div class="sent"><span class="timestamp">Nov 24, 2026  3:05:09 PM</span>${text}`,
    ),
  "Telegram page": (text) =>
    readTelegramRecord(
      `<div class="message default" id="message1"><div class="pull_right date" title="24.11.2026 10:15:00"></div>${text}`,
      "A",
    ),
  stemOf: (text) => stemOf([text]),
  textKind,
  "iMessage header": readImessageHeader,
  looksLikeInjection: (text) => looksLikeInjection(`system prompt${text}`),
  isoInstant,
  isoLocal,
  jsonShape,
  fold,
  normaliseForId,
  tidyName,
  quoteMessage,
  linksOf: (text) => linksOf([{ text, href: `https://${text}` }]),
  repairMojibake,
  splitQuotedLines: (text) => splitQuotedLines(`> ${text}\n> ${text}`),
  vCard: (text) => {
    const scanner = new CardScanner(() => {});
    for (const line of [
      "BEGIN:VCARD",
      `FN:${text}`,
      `TEL;${text}`,
      `N;QUOTED-PRINTABLE:${text}`,
      "END:VCARD",
    ])
      scanner.push(line);
    scanner.finish();
  },
  toNormalForm: (text) => toNormalForm(text, "NFKC"),
  readPasteLine,
  senderKey,
  makePeople: (text) => makePeople("t", [text], new Map()),
  makeKnownPeople: (text) => makeKnownPeople("t", ONE(text)),
  decodeMrkdwn: (text) => decodeMrkdwn(text, NAMES),
  "Signal text": (text) => {
    const scanner = new MarkdownScanner(() => {});
    scanner.push("[2026-11-24 10:15:00] Me: hi");
    for (const line of text.split("\n")) scanner.push(line);
    scanner.push(`[2026-11-24 10:15:00] Me: [a](./media/b)${text}`);
    scanner.finish();
  },
  "XML tags": (text) => new XmlTagScanner(new Set()).push(`<a ${text}`),
  cues: (text) => {
    const scanner = new CueScanner(
      () => {},
      () => {},
    );
    scanner.push("00:00:01.000 --> 00:00:02.000", 1);
    scanner.push(text, 2);
    scanner.finish();
    scanner.push(`00:00:01.000${text}-->`, 3);
    scanner.finish();
  },
  splitReply: (text) => [
    splitReply(text, true),
    splitReply(`On 1 Jan 2026 ${text}\n:\nFrom: ${text}`, false),
  ],
  readMailDate: (text) => readMailDate(`Tue, 24 Nov 2026 ${text}`),
  bareSubject,
  isSeparator: (text) => isSeparator(`From ${text.slice(0, 380)}`),
  MailSplitter: (text) => {
    const splitter = new MailSplitter("mbox");
    const mail = `From a Tue Nov 24 10:15:00 2026\nContent-Type: text/x; boundary=${text}\n\n`;
    return [splitter.push(new TextEncoder().encode(`${mail}${text}`)), splitter.finish()];
  },
  "WhatsApp header": readHeader,
  splitSender,
  SenderSplitter: (text) => new SenderSplitter(() => [text, text], text).split(text),
  readBody: (text) => [readBody(text, null), readBody(`${text}<This message was edited>`, null)],
  createdGroupName,
  cutsQuotation,
  hasSystemVerb,
  isEncryptionNotice,
  titleOfExport,
};

// A pattern that takes quadratic time on one of these runs into the time limit of the test.
describe.each(Object.entries(FUNCTIONS))("%s", (_name, call) => {
  it.each(RUNS)(`comes to an end on ${CHARS} characters of %j`, (part) => {
    const run = part.repeat(CHARS / part.length);
    expect(() => [call(run), call(`x${run}x`), call(`\u200e${run}\n`)]).not.toThrow();
  });
});

it("direction marks go from both ends of a line, however many, and stay inside", () => {
  const marks = "\u200e".repeat(9);
  expect(cleanText(`${marks}a${marks}b${marks}\n${marks}c`).text).toBe(`a${marks}b\nc`);
});

it("more marks on a letter than any language has are the only thing that a joiner comes between", () => {
  expect(toNormalForm(`e${"\u0301".repeat(30)}`, "NFC")).toBe(`é${"\u0301".repeat(29)}`);
  expect(toNormalForm(`q${"\u0301".repeat(31)}`, "NFC")).toBe(`q${"\u0301".repeat(30)}\u034f\u0301`);
});

it("a role in front of a colon is seen at the begin of a line only", () => {
  expect(looksLikeInjection(`hi${"\n ".repeat(500)}system :`)).toBe(true);
  expect(looksLikeInjection("the system: down")).toBe(false);
});
