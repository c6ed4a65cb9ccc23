/** @file Telegram Desktop exports, by what export_output_json.cpp and export_output_html.cpp write. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";
import { makeZip } from "./zip.ts";

type TextShape = (text: string) => unknown;

function makeChat(truth: readonly TrueMessage[], shape: TextShape, exact: boolean): object {
  const numbers = numbersOf(truth);
  return {
    name: "Lake trip",
    type: "private_group",
    id: 4_100_200_300,
    messages: [
      {
        id: 1,
        type: "service",
        date: truth[0]?.local,
        ...(exact ? { date_unixtime: String(epochOf(truth[0]?.local ?? "2026-11-24T00:00:00") / 1000) } : {}),
        actor: "Ana Ruiz",
        actor_id: "user1",
        action: "create_group",
        title: "Lake trip",
        members: ["Ana Ruiz"],
        text: "",
        text_entities: [],
      },
      ...truth.map(({ sender, local, text }, at) => ({
        id: at + 2,
        type: "message",
        date: local,
        ...(exact ? { date_unixtime: String(epochOf(local) / 1000) } : {}),
        from: sender,
        from_id: `user${numbers.get(sender)}`,
        text: shape(text),
        text_entities: [{ type: "plain", text }],
      })),
      { id: 9999, type: "unsupported" },
    ],
  };
}

const plain: TextShape = (text) => text;
/** As for a text with a link in its middle. */
const pieces: TextShape = (text) => {
  const cut = Math.ceil(text.length / 2);
  return [text.slice(0, cut), { type: "bold", text: text.slice(cut) }, ""];
};

/** The writer's spelling of control characters, in front of every text. */
function withControls(json: string): string {
  return json.replaceAll('"text": "', '"text": "\\x0B');
}

function account(chat: object): object {
  return {
    about: "Here is the data you requested.",
    personal_information: { user_id: 1, first_name: "Ana", phone_number: "+34600000000" },
    contacts: { about: "", list: [{ user_id: 2, first_name: "Jörg" }] },
    chats: { about: "", list: [chat] },
    left_chats: { about: "", list: [] },
  };
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "<br>");
}

/** Messages of one person within 15 minutes are joined: only the first has a name. */
function makePage(truth: readonly TrueMessage[], offset: string): string {
  const records = truth.map(({ sender, local, text }, at) => {
    const before = truth[at - 1];
    const isJoined =
      before?.sender === sender &&
      before.local.slice(0, 10) === local.slice(0, 10) &&
      epochOf(local) - epochOf(before.local) < 900_000;
    const date = `${local.slice(8, 10)}.${local.slice(5, 7)}.${local.slice(0, 4)} ${local.slice(11)}${offset}`;
    return `
     <div class="message default clearfix${isJoined ? " joined" : ""}" id="message${at + 2}">
${isJoined ? "" : `      <div class="pull_left userpic_wrap">\n       <div class="userpic userpic3" style="width: 42px; height: 42px">\n        <div class="initials" style="line-height: 42px">\nA\n        </div>\n       </div>\n      </div>\n`}      <div class="body">
       <div class="pull_right date details" title="${date}">
${local.slice(11, 16)}
       </div>
${isJoined ? "" : `       <div class="from_name">\n${escape(sender)} \n       </div>\n`}       <div class="text">
${escape(text)}
       </div>
      </div>
     </div>
`;
  });
  return `<!DOCTYPE html>
<html>
 <head><meta charset="utf-8"/><title>Exported Data</title><link href="css/style.css" rel="stylesheet"/></head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
Lake trip
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
     <div class="message service" id="message-1">
      <div class="body details">
24 November 2026
      </div>
     </div>
     <div class="message service" id="message1">
      <div class="body details">
Ana Ruiz created group &laquo;Lake trip&raquo;
      </div>
     </div>
${records.join("")}
    </div>
   </div>
  </div>
 </body>
</html>
`;
}

function page(name: string, write: FormatVariant["write"], fileName = "messages.html"): FormatVariant {
  return { name: `telegram page ${name}`, source: "telegram", fileName, write };
}

function variant(
  name: string,
  make: (truth: readonly TrueMessage[]) => string,
  self?: string,
): FormatVariant {
  return {
    name: `telegram ${name}`,
    source: "telegram",
    fileName: "result.json",
    write: (truth) => new Blob([make(truth)]),
    ...(self === undefined ? {} : { self }),
  };
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 1);

export const TELEGRAM_VARIANTS: readonly FormatVariant[] = [
  variant("one chat", (truth) => pretty(makeChat(truth, plain, true))),
  variant("texts in pieces", (truth) => pretty(makeChat(truth, pieces, true))),
  variant("without exact times", (truth) => pretty(makeChat(truth, plain, false))),
  variant("account", (truth) => pretty(account(makeChat(truth, pieces, true))), "Ana Ruiz"),
  variant("control characters", (truth) => withControls(pretty(makeChat(truth, plain, true)))),
  page("with offsets", (truth) => new Blob([makePage(truth, " UTC+01:00")])),
  page("without offsets", (truth) => new Blob([makePage(truth, "")])),
  page(
    "zip",
    (truth) =>
      makeZip({
        "export/messages.html": makePage(truth.slice(0, 5), " UTC+01:00"),
        "export/messages2.html": makePage(truth.slice(5), " UTC+01:00").replaceAll(
          'id="message',
          'id="message1',
        ),
        "export/css/style.css": "p {}",
      }),
    "export.zip",
  ),
  variant("with a byte order mark", (truth) => `\ufeff${JSON.stringify(makeChat(truth, plain, true))}`),
];
