// @ts-check
/** @file Writes the exports that `npm run bench -- import` reads: the same bytes on every machine. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";

const WORDS =
  "the boat leaves at nine so please bring your own towels and we meet at the lake house near the old mill because Friday looks better than Monday for everyone who wants to swim or cook dinner".split(
    " ",
  );
const PEOPLE = ["Mara Lind", "Ola Berg", "Ben Ito", "Jörg Ötzi", "Zoé Martin", "Ana Ruiz"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const FIRST_MS = Date.UTC(2025, 0, 1);
/** From mail to mail: half a million of them end before the day on which the bench says it imports. */
const MAIL_STEP_MS = 100_000;

/** Numbers from 0 to 1, always the same ones (mulberry32). */
function randomNumbers() {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {() => number} random @param {number} count */
function sentence(random, count) {
  return Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(" ");
}

/**
 * A chat as an Android phone exports it.
 *
 * @param {string} path
 * @param {number} messages
 */
export async function writeWhatsapp(path, messages) {
  const random = randomNumbers();
  await write(path, function* () {
    for (let at = 0; at < messages; at++) {
      const time = new Date(FIRST_MS + at * 300_000).toISOString();
      const date = `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)}, ${time.slice(11, 16)}`;
      const text = random() < 0.05 ? "<Media omitted>" : sentence(random, 4 + Math.floor(random() * 16));
      yield `${date} - ${PEOPLE[Math.floor(random() * PEOPLE.length)]}: ${text}\n`;
    }
  });
}

/**
 * A mailbox: answers that quote, a third with HTML beside the text, a third with an attachment of up to half a megabyte.
 *
 * @param {string} path
 * @param {number} bytes
 */
export function writeMbox(path, bytes) {
  return writeMails(path, bytes, (random, at) => {
    const lines = Array.from({ length: 5 + Math.floor(random() * 30) }, () => sentence(random, 12));
    return makeMail(at, body(random, [...lines, ...quotedLines(at, lines)].join("\n")));
  });
}

/**
 * A mailbox of plain text, some sentences a mail.
 *
 * @param {string} path
 * @param {number} bytes
 */
export function writeShortMails(path, bytes) {
  return writeMails(path, bytes, (random, at) => {
    const lines = Array.from({ length: 2 + Math.floor(random() * 8) }, () => sentence(random, 12));
    return makeMail(at, ["Content-Type: text/plain; charset=utf-8", "", ...lines]);
  });
}

/**
 * @param {string} path
 * @param {number} bytes
 * @param {(random: () => number, at: number) => string} make
 */
async function writeMails(path, bytes, make) {
  const random = randomNumbers();
  await write(path, function* () {
    for (let at = 0, written = 0; written < bytes; at++) {
      const mail = make(random, at);
      written += mail.length;
      yield mail;
    }
  });
}

/** @param {number} at */
function dayOf(at) {
  const date = new Date(FIRST_MS + at * MAIL_STEP_MS);
  return `${DAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Four mails are one conversation. @param {number} at */
function rootOf(at) {
  return at - (at % 4);
}

/** @param {number} at @param {readonly string[]} lines */
function quotedLines(at, lines) {
  if (at === rootOf(at)) return [];
  const [sender = ""] = PEOPLE.slice(at % PEOPLE.length);
  return ["", `On ${dayOf(at)}, ${sender} wrote:`, ...lines.slice(0, 12).map((line) => `> ${line}`)];
}

/** @param {number} at @param {readonly string[]} content headers of the body, and the body */
function makeMail(at, content) {
  const date = new Date(FIRST_MS + at * MAIL_STEP_MS);
  const day = dayOf(at);
  const [sender = ""] = PEOPLE.slice(at % PEOPLE.length);
  const number = at % PEOPLE.length;
  const root = rootOf(at);
  const reply = at === root ? [] : [`References: <${root}@mail.example.test>`];
  const head = [
    `From ${at}@xxx ${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, " ")} ${date.toISOString().slice(11, 19)} +0000 ${date.getUTCFullYear()}`,
    "MIME-Version: 1.0",
    `From: =?UTF-8?B?${Buffer.from(sender).toString("base64")}?= <person${number}@example.test>`,
    "To: lake@example.test",
    `Date: ${day} ${date.toISOString().slice(11, 19)} +0000`,
    `Subject: ${at === root ? "" : "Re: "}Lake ${root}`,
    `Message-ID: <${at}@mail.example.test>`,
    ...reply,
  ];
  return `${[...head, ...content].join("\n")}\n\n`;
}

/** @param {() => number} random @param {string} text */
function body(random, text) {
  const kind = random();
  const plain = ["Content-Type: text/plain; charset=utf-8", "", text];
  if (kind < 1 / 3) return plain;
  const parts =
    kind < 2 / 3
      ? [
          "Content-Type: text/html; charset=utf-8",
          "",
          `<html><body><div>${text.replaceAll("\n", "<br>\n")}</div></body></html>`,
        ]
      : [
          "Content-Type: image/jpeg; name=photo.jpg",
          "Content-Transfer-Encoding: base64",
          "",
          base64Lines(random),
        ];
  return [
    'Content-Type: multipart/mixed; boundary="=_b"',
    "",
    "--=_b",
    ...plain,
    "--=_b",
    ...parts,
    "--=_b--",
  ];
}

/** @param {() => number} random */
function base64Lines(random) {
  const line = Buffer.from(sentence(random, 12)).toString("base64").slice(0, 76);
  return `${line}\n`.repeat(1000 + Math.floor(random() * 6000));
}

/**
 * @param {string} path
 * @param {() => Iterable<string>} pieces
 */
async function write(path, pieces) {
  const stream = createWriteStream(path);
  for (const piece of pieces()) if (!stream.write(piece)) await once(stream, "drain");
  stream.end();
  await finished(stream);
}
