/** @file E-mail: mailboxes and single mails, in the encodings and line ends that mail programs use. */
import type { TrueMessage } from "#messages/fixtures/whatsapp-variants";
import { epochOf, numbersOf, type FormatVariant } from "./variant.ts";
import { makeZip } from "./zip.ts";

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const encoder = new TextEncoder();

function base64(text: string): string {
  return btoa(Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("")).replace(
    /.{76}/g,
    "$&\r\n",
  );
}

function quotedPrintable(text: string): string {
  return text
    .split("\n")
    .map((line) =>
      Array.from(encoder.encode(line), (byte) =>
        byte < 32 || byte > 126 || byte === 61
          ? `=${byte.toString(16).toUpperCase().padStart(2, "0")}`
          : String.fromCharCode(byte),
      )
        .join("")
        .replace(/(?:[^=]|=..){70}/g, "$&=\r\n"),
    )
    .join("\r\n");
}

function encodedWord(text: string): string {
  return /^[ -~]*$/.test(text) ? `"${text}"` : `=?UTF-8?B?${base64(text).replaceAll("\r\n", "")}?=`;
}

function html(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<html><head><style>p { color: red }</style></head><body><div>${escaped.replaceAll("\n", "<br>")}</div></body></html>`;
}

/** `Tue, 24 Nov 2026 00:05:09 +0100`. */
function dateHeader(local: string): string {
  const date = new Date(`${local}Z`);
  return `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${local.slice(11)} +0100`;
}

/** `From 17@xxx Mon Nov 23 23:05:09 +0000 2026`. */
function separator(local: string, zone: string): string {
  const date = new Date(epochOf(local));
  const day = String(date.getUTCDate()).padStart(2, " ");
  const time = date.toISOString().slice(11, 19);
  return `From 17@xxx ${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${time}${zone} ${date.getUTCFullYear()}`;
}

type Shape = (text: string) => { readonly headers: readonly string[]; readonly body: string };

const SHAPES = {
  eightBit: (text) => ({
    headers: ["Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"],
    body: text,
  }),
  quotedPrintable: (text) => ({
    headers: ["Content-Type: text/plain;", "\tcharset=utf-8", "Content-Transfer-Encoding: quoted-printable"],
    body: quotedPrintable(text),
  }),
  base64: (text) => ({
    headers: ["Content-Type: text/plain; charset=utf-8; format=flowed", "Content-Transfer-Encoding: base64"],
    body: base64(text),
  }),
  html: (text) => ({
    headers: ["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: base64"],
    body: base64(html(text)),
  }),
  alternative: (text) => ({
    headers: ['Content-Type: multipart/alternative; boundary="=_b 1"'],
    body: [
      "This is a message of several parts.",
      "--=_b 1",
      "Content-Type: text/plain; charset=utf-8",
      "",
      text,
      "--=_b 1",
      "Content-Type: text/html; charset=utf-8",
      "",
      html(text),
      "--=_b 1--",
      "",
    ].join("\n"),
  }),
} satisfies Record<string, Shape>;

type Threading = "references" | "reply" | "gmail" | "subject";

interface Style {
  readonly shape: Shape;
  readonly threading: Threading;
  readonly more?: readonly string[];
}

function mails(truth: readonly TrueMessage[], { shape, threading, more = [] }: Style): string[] {
  const numbers = numbersOf(truth);
  const id = (at: number): string => `<m${at}.${epochOf(truth[at]!.local)}@mail.example.test>`;
  const threadHeaders = (at: number): string[] => {
    if (threading === "gmail") return ["X-GM-THRID: 1850000000000000001"];
    if (at === 0 || threading === "subject") return [];
    if (threading === "reply") return [`In-Reply-To: ${id(at - 1)}`];
    return [`References: ${id(0)}`, ` ${id(at - 1)}`, `In-Reply-To: ${id(at - 1)}`];
  };
  return truth.map(({ sender, local, text }, at) => {
    const { headers, body } = shape(text);
    return [
      ...more,
      "MIME-Version: 1.0",
      `From: ${encodedWord(sender)} <person${numbers.get(sender)}@example.test>`,
      "To: lake@example.test",
      `Date: ${dateHeader(local)}`,
      `Subject: ${at === 0 ? "" : "Re: "}Lake`,
      `Message-ID: ${id(at)}`,
      ...threadHeaders(at),
      ...headers,
      "",
      body,
      "",
    ].join("\n");
  });
}

function mbox(truth: readonly TrueMessage[], style: Style, lineEnd: "\n" | "\r\n", zone = ""): Blob {
  const texts = mails(truth, style).map(
    (mail, at) => `${separator(truth[at]!.local, zone)}\n${mail.replace(/^(>*From )/gm, ">$1")}\n`,
  );
  return new Blob([texts.join("").replace(/\r?\n/g, lineEnd)]);
}

function variant(
  name: string,
  fileName: string,
  write: FormatVariant["write"],
  self?: string,
): FormatVariant {
  return { name: `mail ${name}`, source: "mail", fileName, write, ...(self === undefined ? {} : { self }) };
}

const GMAIL = [
  "X-GM-THRID: 1850000000000000001",
  "X-Gmail-Labels: Inbox",
  "Delivered-To: person1@example.test",
];

export const MAIL_VARIANTS: readonly FormatVariant[] = [
  variant("mbox LF 8bit", "lake.mbox", (truth) =>
    mbox(truth, { shape: SHAPES.eightBit, threading: "references" }, "\n"),
  ),
  variant("mbox CRLF quoted-printable", "lake.mbox", (truth) =>
    mbox(truth, { shape: SHAPES.quotedPrintable, threading: "reply" }, "\r\n"),
  ),
  variant(
    "mbox Gmail",
    "All mail.mbox",
    (truth) => mbox(truth, { shape: SHAPES.alternative, threading: "gmail", more: GMAIL }, "\r\n", " +0000"),
    "Ana Ruiz",
  ),
  variant("mbox HTML", "lake.mbox", (truth) =>
    mbox(truth, { shape: SHAPES.html, threading: "subject" }, "\n"),
  ),
  variant("eml zip", "mails.zip", (truth) =>
    makeZip(
      Object.fromEntries(
        mails(truth, { shape: SHAPES.base64, threading: "references" }).map((mail, at) => [
          `${String(at).padStart(3, "0")}.eml`,
          mail.replace(/\r?\n/g, "\r\n"),
        ]),
      ),
    ),
  ),
];
