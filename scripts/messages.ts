/**
 * @file `npm run messages -- FILE [--zone IANA] [--date-order DMY|MDY|YMD] [--date YYYY-MM-DD] [--encoding
 * NAME]`: reads a chat export as the app does and prints it as JSON: `{source, threads:[{title, messages:[{id, sender, time, text, kind}]}], issues:[]}`.
 */
import { openAsBlob } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Temporal } from "temporal-polyfill";
import { LEGACY_ENCODINGS, type DateOrder, type ImportOptions, type LegacyEncoding } from "#messages/message";
import { readImport, type ParsedImport, type ParsedThread } from "#messages/read-in-memory";
import { isTimeZone } from "#messages/wall-time";
import { AppError, toAppError, type ErrorCode } from "#shared/errors";
import { SetupError, readOptions } from "./console.mjs";

const USAGE =
  "Usage: npm run messages -- FILE [--zone IANA] [--date-order DMY|MDY|YMD] [--date YYYY-MM-DD[THH:mm]] [--encoding NAME]";

/** Larger files are opened without reading them, which Node 20 calls experimental. */
const MAX_READ_BYTES = 512 * 1024 * 1024;

const ENCODINGS = LEGACY_ENCODINGS.join(", ").replace(/, ([^,]+)$/, " or $1");

interface Command {
  readonly path: string;
  readonly zone: string;
  readonly zoneFrom: ImportOptions["zoneFrom"];
  readonly dateOrder: DateOrder | null;
  /** When an undated chat or a recording was. */
  readonly baseDate: string | null;
  readonly encoding: LegacyEncoding | null;
}

/** A mistake in the command line: its message is what the person reads. */
class UsageError extends Error {}

/** @returns the exit code: 0 = printed, 1 = one sentence on stderr. */
export async function main(argv: string[]): Promise<number> {
  try {
    const command = parseCommand(argv);
    if (command === null) return 0;
    const parsed = await readImport(await openFile(command.path), basename(command.path), {
      zone: command.zone,
      zoneFrom: command.zoneFrom,
      importedAt: new Date().toISOString(),
      ...(command.dateOrder === null ? {} : { dateOrder: command.dateOrder }),
      ...(command.baseDate === null ? {} : { baseDate: command.baseDate }),
      ...(command.encoding === null ? {} : { encoding: command.encoding }),
    });
    const isGuessed = command.encoding === null && parsed.questions.some(({ kind }) => kind === "encoding");
    if (isGuessed)
      throw new UsageError(`The text is not UTF-8: say which it is with --encoding ${ENCODINGS}.`);
    console.log(JSON.stringify(toOutput(parsed), null, 2));
    return 0;
  } catch (error) {
    if (error instanceof SetupError) console.error(`${error.message} ${error.remedy}`);
    else console.error(error instanceof UsageError ? error.message : sentence(toAppError(error)));
    return 1;
  }
}

/** Null when only the usage was asked for. */
function parseCommand(argv: string[]): Command | null {
  const options = readOptions(argv, USAGE, {
    allowPositionals: true,
    options: {
      zone: { type: "string" },
      "date-order": { type: "string" },
      date: { type: "string" },
      encoding: { type: "string" },
    },
  });
  if (options === null) return null;
  const { values, positionals } = options;
  const [path, second] = positionals;
  if (path === undefined) throw new UsageError(`Name the file to read. ${USAGE}`);
  if (second !== undefined) throw new UsageError(`Give one file at a time. ${USAGE}`);
  const zone = values.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!isTimeZone(zone))
    throw new UsageError(`"${zone}" is not a time zone: use an IANA name like Europe/Berlin.`);
  return {
    path,
    zone,
    zoneFrom: values.zone === undefined ? "device" : "user",
    dateOrder: parseDateOrder(values["date-order"]),
    baseDate: parseBaseDate(values.date),
    encoding: parseEncoding(values.encoding),
  };
}

function parseDateOrder(value: string | undefined): DateOrder | null {
  if (value === undefined) return null;
  const order = (["DMY", "MDY", "YMD"] as const).find((known) => known === value.toUpperCase());
  if (!order)
    throw new UsageError(`"${value}" is not a date order: use DMY (24/11), MDY (11/24) or YMD (26/11/24).`);
  return order;
}

function parseBaseDate(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?$/.test(value) || !isOnTheCalendar(value))
    throw new UsageError(`"${value}" is not a date: use 2026-11-24 or 2026-11-24T10:15.`);
  return value;
}

/** `Date.parse` takes 30 February for 2 March. */
function isOnTheCalendar(value: string): boolean {
  try {
    Temporal.PlainDateTime.from(value, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

function parseEncoding(value: string | undefined): LegacyEncoding | null {
  if (value === undefined) return null;
  const encoding = LEGACY_ENCODINGS.find((known) => known === value.toLowerCase());
  if (!encoding) throw new UsageError(`"${value}" is not an encoding that is known: use ${ENCODINGS}.`);
  return encoding;
}

async function openFile(path: string): Promise<Blob> {
  try {
    const info = await stat(path);
    if (info.isDirectory())
      throw new UsageError(`${path} is a folder; name the file in it, or pack it as .zip.`);
    if (!info.isFile() && !info.isCharacterDevice()) throw new UsageError(`${path} is no file.`);
    return info.size <= MAX_READ_BYTES ? new Blob([await readFile(path)]) : await openAsBlob(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UsageError(`There is no file ${path}.`);
    throw new UsageError(`${path} can't be read (${code ?? "unknown reason"}).`);
  }
}

function toOutput({ source, threads, issues, contacts }: ParsedImport) {
  return {
    source,
    threads: threads.map(toOutputThread),
    issues,
    ...(contacts === undefined ? {} : { contacts: contacts.map(({ name, handles }) => ({ name, handles })) }),
  };
}

function toOutputThread({ thread, messages }: ParsedThread) {
  const names = new Map(thread.people.map(({ id, name }) => [id, name]));
  return {
    title: thread.title,
    messages: messages.map(({ id, senderId, time, text, kind }) => ({
      id,
      sender: senderId === null ? null : (names.get(senderId) ?? null),
      time: time?.local ?? null,
      text,
      kind,
    })),
  };
}

const SENTENCES: Partial<Record<ErrorCode, (details: AppError["details"]) => string>> = {
  "import-empty": () => "This file is empty.",
  "import-binary": () => "This is not a text file: choose the file that the messenger's export made.",
  "import-encoding": () => "The text is not UTF-8: save it as UTF-8 and try again.",
  "import-too-big": ({ sizeBytes, limitBytes }) =>
    `The text has ${megabytes(sizeBytes)} MB; up to ${megabytes(limitBytes)} MB can be read.`,
  "import-unrecognised": ({ firstLine }) =>
    `This format is not recognised. The first line is: "${String(firstLine)}".`,
  "import-unsupported": ({ kind }) =>
    `This is a file of the kind "${String(kind)}", which can't be read: use the messenger's own chat export.`,
  "import-archive-unsafe": ({ reason }) =>
    `The archive is damaged or unsafe (${String(reason)}). Nothing was read.`,
  "import-archive-encrypted": () => "The archive is password protected.",
};

function sentence(error: AppError): string {
  return SENTENCES[error.code]?.(error.details) ?? `Reading failed: ${error.message}.`;
}

function megabytes(bytes: AppError["details"][string] | undefined): string {
  return (Number(bytes) / 1024 / 1024).toFixed(0);
}
