/** @file Discord channels as DiscordChatExporter writes them in JSON (spec messages-calendar 1.5; JsonMessageWriter.cs). */
import { ImportCollector, isoInstant, type RawDraft, type ThreadCollector } from "#messages/collect";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawAttachment,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import {
  field,
  objectField,
  objectsField,
  parseObject,
  readJson,
  scalarField,
  stringField,
  type JsonObject,
} from "#messages/json";
import type { JsonChoice, JsonPath } from "#messages/json-split";
import type { ImportOptions, MessageKind } from "#messages/message";
import { ZoneClock } from "#messages/wall-time";

export const discordImporter: Importer = { id: "discord", streams: true, sniff, parse };

/** Discord's epoch: the first millisecond of 2015. */
const SNOWFLAKE_EPOCH_MS = 1_420_070_400_000;
const SNOWFLAKE = /^\d{15,20}$/;
/** An id is made when the message arrives; more than this apart, one of the two was changed. */
const MAX_MISMATCH_MS = 120_000;

function sniff({ json }: SniffHead): SniffScore {
  const isDiscord = json !== null && ["guild", "channel", "messages"].every((key) => json.has(key));
  return { score: isDiscord ? 0.95 : 0, why: isDiscord ? "a Discord channel" : "no Discord keys" };
}

function select(path: JsonPath): JsonChoice {
  if (path.length === 0) return "enter";
  if (path[0] === "messages") return path.length === 1 ? "enter" : "take";
  return path[0] === "guild" || path[0] === "channel" || path[0] === "messageCount" ? "take" : "skip";
}

async function parse(input: ImportInput, options: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const thread = collector.thread("");
  const clock = new ZoneClock(options.zone);
  let hasCount = false;
  let guild: JsonObject | null = null;
  const end = await readJson(
    input.source,
    select,
    ({ path, text }) => {
      if (path[0] === "guild") guild = parseObject(text);
      else if (path[0] === "channel") describeThread(thread, guild, parseObject(text));
      else if (path[0] === "messageCount") hasCount = true;
      else readRecord(collector, thread, text, clock);
    },
    context,
  );
  // The count is written last: without it the export was stopped.
  if (!end.isComplete || !hasCount) collector.log.add("file-incomplete");
  return collector.finish();
}

function describeThread(thread: ThreadCollector, guild: JsonObject | null, channel: JsonObject | null): void {
  const type = stringField(channel, "type") ?? "";
  const name = stringField(channel, "name") ?? "";
  // DirectTextChat, DirectGroupTextChat, GuildTextChat, GuildPublicThread, …
  const isDirect = type.startsWith("Direct");
  thread.kind = !isDirect ? "channel" : type.startsWith("DirectGroup") ? "group" : "dm";
  const server = stringField(guild, "name");
  thread.title = thread.kind === "channel" && server !== null ? `${server}: ${name}` : name;
  thread.nativeId = scalarField(channel, "id") ?? undefined;
}

function readRecord(
  collector: ImportCollector,
  thread: ThreadCollector,
  text: string | null,
  clock: ZoneClock,
): void {
  collector.beginRecord();
  const record = parseObject(text);
  const draft = record && readMessage(record, thread, clock);
  if (draft) collector.add(thread, draft);
  else collector.addBad(text ?? "");
}

function readMessage(record: JsonObject, thread: ThreadCollector, clock: ZoneClock): RawDraft | null {
  const nativeId = scalarField(record, "id");
  const timestamp = stringField(record, "timestamp");
  const instantMs = isoInstant(timestamp);
  if (nativeId === null || instantMs === undefined) return null;
  const author = objectField(record, "author");
  const sender = takePerson(thread, author);
  const forwarded = objectField(record, "forwardedMessage");
  const content = stringField(forwarded, "content") ?? stringField(record, "content") ?? "";
  const attachments = readAttachments(forwarded ?? record);
  const editedMs = isoInstant(stringField(record, "timestampEdited"));
  const kind = kindOf(stringField(record, "type") ?? "Default");
  const text = decodeContent(content, record, clock) || embedText(record);
  return {
    instantMs,
    instantFrom: timestamp!.endsWith("Z") || /[+-]00:?00$/.test(timestamp!) ? "utc" : "file-offset",
    suspicious: agrees(nativeId, instantMs) ? undefined : "mismatch",
    nativeId,
    sender: kind === "system" ? null : sender,
    kind: kind === "text" && text === "" && attachments.length > 0 ? "media" : kind,
    text: kind === "system" ? `${stringField(author, "name") ?? ""}: ${text}` : text,
    attachments,
    replyTo: scalarField(objectField(record, "reference"), "messageId") ?? undefined,
    forwardedFrom: forwarded ? "Discord" : undefined,
    editedMs,
    flags: [
      ...(field(author, "isBot") === true ? (["bot"] as const) : []),
      ...(editedMs === undefined ? [] : (["edited"] as const)),
    ],
    reactions: objectsField(record, "reactions").map((reaction) => ({
      emoji: stringField(objectField(reaction, "emoji"), "name") ?? "",
      by: objectsField(reaction, "users").flatMap((user) => takePerson(thread, user) ?? []),
    })),
  };
}

/** The first 42 bits of an id are its time. */
function agrees(id: string, instantMs: number): boolean {
  if (!SNOWFLAKE.test(id)) return true;
  const idMs = Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH_MS;
  return Math.abs(idMs - instantMs) <= MAX_MISMATCH_MS;
}

function takePerson(thread: ThreadCollector, author: JsonObject | null): string | null {
  const name = stringField(author, "nickname") || stringField(author, "name");
  const id = scalarField(author, "id") ?? name;
  return id === null ? null : thread.addPerson(id, { name: name ?? id });
}

/** Newer versions write `0`, `19`, … for types that they have no name for. */
function kindOf(type: string): MessageKind {
  if (type === "Call") return "call";
  return type === "Default" || type === "Reply" || /^\d+$/.test(type) ? "text" : "system";
}

function readAttachments(record: JsonObject): RawAttachment[] {
  const files = objectsField(record, "attachments").map((file): RawAttachment => {
    const url = stringField(file, "url") ?? "";
    return {
      name: stringField(file, "fileName") ?? "file",
      mime: "application/octet-stream",
      state: /^https?:/i.test(url) ? "remote" : url === "" ? "missing" : "included",
    };
  });
  const stickers = objectsField(record, "stickers").map((sticker): RawAttachment => ({
    name: stringField(sticker, "name") ?? "sticker",
    mime: "image/png",
    state: "remote",
  }));
  return [...files, ...stickers];
}

/** Programs often leave the content empty and say it in embeds. */
function embedText(record: JsonObject): string {
  return objectsField(record, "embeds")
    .flatMap((embed) => [stringField(embed, "title"), stringField(embed, "description")])
    .filter((part) => part !== null && part !== "")
    .join("\n");
}

/** Exports without formatted markup hold `<@123>` for people and `<t:1795511700:F>` for instants. */
function decodeContent(content: string, record: JsonObject, clock: ZoneClock): string {
  if (!content.includes("<")) return content;
  const names = new Map(
    objectsField(record, "mentions").map((user) => [
      scalarField(user, "id") ?? "",
      stringField(user, "nickname") || stringField(user, "name"),
    ]),
  );
  return content
    .replace(/<@!?(\d{15,20})>/g, (found, id: string) => (names.get(id) ? `@${names.get(id)}` : found))
    .replace(/<a?:(\w{1,40}):\d{15,20}>/g, ":$1:")
    .replace(/<t:(\d{1,11})(?::[tTdDfFR])?>/g, (_, seconds: string) =>
      clock
        .at(Number(seconds) * 1000)
        .local.slice(0, 16)
        .replace("T", " "),
    );
}
