/** @file Transcripts of meetings, as Teams, Zoom and subtitle tools write them. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, type FormatVariant } from "./variant.ts";

/** `GMT…` in Zoom's file names; the truth begins five minutes later. */
const START = "2026-11-24T00:00:00";
const FILE = "GMT20261123-230000_Recording.transcript";

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, "0");
}

function stamp(local: string, plusSeconds: number, point: string): string {
  const total = (epochOf(local) - epochOf(START)) / 1000 + plusSeconds;
  return `${two(total / 3600)}:${two((total / 60) % 60)}:${two(total % 60)}${point}250`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

type Payload = (message: TrueMessage) => string;

function makeCues(truth: readonly TrueMessage[], payload: Payload, point: string, numbered: boolean): string {
  return truth
    .map((message, at) => {
      const { local, text } = message;
      const paragraph = { ...message, text: text.replace(/\n+/g, "\n") };
      const span = `${stamp(local, 0, point)} --> ${stamp(local, 1, point)}`;
      return `${numbered ? `${at + 1}\n` : ""}${span}\n${payload(paragraph)}\n\n`;
    })
    .join("");
}

const voice: Payload = ({ sender, text }) => `<v ${escape(sender)}>${escape(text)}</v>`;
const named: Payload = ({ sender, text }) => `${sender}: ${text}`;

function variant(
  name: string,
  ending: string,
  make: (truth: readonly TrueMessage[]) => string,
): FormatVariant {
  return {
    name: `transcript ${name}`,
    source: "transcript",
    fileName: `${FILE}.${ending}`,
    write: (truth) => new Blob([make(truth)]),
    oneParagraph: true,
  };
}

export const TRANSCRIPT_VARIANTS: readonly FormatVariant[] = [
  variant("Teams", "vtt", (truth) => `WEBVTT\n\nNOTE made by hand\n\n${makeCues(truth, voice, ".", false)}`),
  variant(
    "Zoom",
    "vtt",
    (truth) => `\ufeffWEBVTT\r\n\r\n${makeCues(truth, named, ".", true).replaceAll("\n", "\r\n")}`,
  ),
  variant("SubRip", "srt", (truth) => makeCues(truth, named, ",", true)),
];
