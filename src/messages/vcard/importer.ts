/** @file Contacts of a vCard file: they give names to people whom chats know by number or address (spec messages-calendar 1.10). */
import { cleanLabel } from "#messages/clean-text";
import type { Importer, ImportContext, ImportInput, RawContact, RawImport } from "#messages/importer";
import { IssueLog } from "#messages/issues";
import { MAX_CARDS, MAX_NAME_CHARS } from "#messages/limits";
import type { ImportOptions } from "#messages/message";
import { readLines } from "#messages/text-source";
import { CardScanner, type Card } from "./parse.ts";

export const vcardImporter: Importer = {
  id: "contacts",
  sniff: ({ text }) => {
    const isCard = /^\s*BEGIN:VCARD\b/i.test(text.slice(0, 2048));
    return { score: isCard ? 0.95 : 0, why: isCard ? "a vCard" : "no vCard" };
  },
  parse,
};

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const log = new IssueLog();
  const contacts: RawContact[] = [];
  let records = 0;
  const scanner = new CardScanner((card, line) => {
    records++;
    if (!card) log.addBad("unreadable-record", records, `${line}`);
    else if (contacts.length < MAX_CARDS) contacts.push(toContact(card));
  });
  for await (const lines of readLines(input.source, context)) for (const line of lines) scanner.push(line);
  scanner.finish();
  log.ensureMostlyReadable(records);
  return { threads: [], issues: log.list(), questions: [], contacts };
}

function toContact({ name, phones, emails }: Card): RawContact {
  const handles = [...phones.flatMap(internationalNumber), ...emails.map((email) => email.toLowerCase())];
  return { name: cleanLabel(name, MAX_NAME_CHARS), handles: [...new Set(handles)] };
}

/** `+49 151 123`, `0049-151-123` as `+49151123`; a national number says nothing without its country. */
function internationalNumber(phone: string): string[] {
  const digits = phone.replace(/[^\d+]/g, "").replace(/^00/, "+");
  return /^\+\d{7,15}$/.test(digits) ? [digits] : [];
}
