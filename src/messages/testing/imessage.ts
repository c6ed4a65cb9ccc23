/** @file iMessage conversations as imessage-exporter writes them in text. */
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

function variant(name: string, make: (truth: readonly TrueMessage[]) => string): FormatVariant {
  return {
    name: `imessage ${name}`,
    source: "imessage",
    fileName: "Lake, Ben.txt",
    write: (truth) => new Blob([make(truth)]),
    self: SELF,
    callsSelfMe: true,
  };
}

export const IMESSAGE_VARIANTS: readonly FormatVariant[] = [
  variant("text", (truth) => write(truth, "")),
  variant("with receipts", (truth) => write(truth, " (Read by you after 5 seconds)")),
  variant("CRLF", (truth) => write(truth, "").replaceAll("\n", "\r\n")),
];
