/** @file iMessage conversations as imessage-exporter writes them, in text and as web pages. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import type { FormatVariant } from "./variant.ts";

const SELF = "Ana Ruiz";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `%b %d, %Y %l:%M:%S %p`. */
function imessageDate(local: string): string {
  const hour = Number(local.slice(11, 13));
  const hour12 = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, " ");
  const month = MONTHS[Number(local.slice(5, 7)) - 1];
  return `${month} ${local.slice(8, 10)}, ${local.slice(0, 4)} ${hour12}${local.slice(13)} ${hour < 12 ? "AM" : "PM"}`;
}

function write(truth: readonly TrueMessage[], read: string): string {
  return truth
    .map(
      ({ sender, local, text }) =>
        `${imessageDate(local)}${read}\n${sender === SELF ? "Me" : sender}\n${text}\n\n`,
    )
    .join("");
}

function writePage(truth: readonly TrueMessage[]): string {
  const records = truth.map(({ sender, local, text }) => {
    const isMine = sender === SELF;
    const shown = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return `<div class="message">\n<div class="${isMine ? "sent iMessage" : "received"}">\n<p><span class="timestamp">${imessageDate(local)} (Read by you after 5 seconds)</span>\n<span class="sender">${isMine ? "Me" : sender}</span></p>\n<hr><div class="message_part">\n<span class="bubble">${shown}</span>\n</div>\n</div>\n</div>\n`;
  });
  return `<html>\n<meta charset="UTF-8">\n<style>.message { margin: 1% }</style>\n${records.join("")}</html>`;
}

function variant(
  name: string,
  make: (truth: readonly TrueMessage[]) => string,
  fileName = "Lake, Ben.txt",
): FormatVariant {
  return {
    name: `imessage ${name}`,
    source: "imessage",
    fileName,
    write: (truth) => new Blob([make(truth)]),
    self: SELF,
    callsSelfMe: true,
  };
}

export const IMESSAGE_VARIANTS: readonly FormatVariant[] = [
  variant("text", (truth) => write(truth, "")),
  variant("with receipts", (truth) => write(truth, " (Read by you after 5 seconds)")),
  variant("CRLF", (truth) => write(truth, "").replaceAll("\n", "\r\n")),
  variant("page", writePage, "Lake, Ben.html"),
];
