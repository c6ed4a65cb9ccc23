/** @file Teams and Skype: the personal export, and what Graph answers. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";
import { makeTar, makeZip } from "./zip.ts";

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function paragraphs(text: string): string {
  return `<div>${escape(text).replaceAll("\n", "<br>")}</div>`;
}

function instant(local: string): string {
  return new Date(epochOf(local)).toISOString();
}

type Shape = (text: string) => { readonly messagetype: string; readonly content: string };

function makeExport(truth: readonly TrueMessage[], shape: Shape): string {
  const numbers = numbersOf(truth);
  const messages = truth.map(({ sender, local, text }, at) => ({
    id: String(epochOf(local) + at),
    displayName: sender,
    originalarrivaltime: instant(local),
    version: epochOf(local),
    conversationid: "19:lake@thread.skype",
    from: `8:live:person${numbers.get(sender)}`,
    properties: null,
    amsreferences: null,
    ...shape(text),
  }));
  return JSON.stringify({
    userId: "8:live:person1",
    exportDate: "2026-11-28T08:00",
    conversations: [
      {
        id: "19:lake@thread.skype",
        displayName: "Lake",
        version: 1,
        properties: {},
        threadProperties: { membercount: 3 },
        MessageList: messages.toReversed(),
      },
    ],
  });
}

function makeGraph(truth: readonly TrueMessage[]): string {
  const numbers = numbersOf(truth);
  return JSON.stringify({
    "@odata.context": "https://graph.example.test/",
    value: truth.toReversed().map(({ sender, local, text }, at) => ({
      id: String(epochOf(local) + truth.length - at),
      messageType: "message",
      createdDateTime: instant(local),
      lastEditedDateTime: null,
      deletedDateTime: null,
      chatId: "19:lake@thread.v2",
      from: { application: null, user: { id: `id-${numbers.get(sender)}`, displayName: sender } },
      body: { contentType: "html", content: paragraphs(text) },
      attachments: [],
      reactions: [],
    })),
  });
}

const plain: Shape = (text) => ({ messagetype: "Text", content: text });
const rich: Shape = (text) => ({ messagetype: "RichText", content: escape(text) });
const html: Shape = (text) => ({ messagetype: "RichText/Html", content: paragraphs(text) });

function variant(
  name: string,
  fileName: string,
  write: FormatVariant["write"],
  self: string | null = "Ana Ruiz",
): FormatVariant {
  return { name: `teams ${name}`, source: "teams", fileName, write, ...(self === null ? {} : { self }) };
}

export const TEAMS_VARIANTS: readonly FormatVariant[] = [
  variant("tar", "8_live_person1_export.tar", (truth) =>
    makeTar({ "endpoints.json": "{}", "messages.json": makeExport(truth, rich) }),
  ),
  variant("zip", "teams.zip", (truth) => makeZip({ "messages.json": makeExport(truth, html) })),
  variant("file", "messages.json", (truth) => new Blob([makeExport(truth, plain)])),
  variant("Graph", "chat.json", (truth) => new Blob([makeGraph(truth)]), null),
];
