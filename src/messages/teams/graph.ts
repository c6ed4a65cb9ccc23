/** @file Teams messages as Microsoft Graph answers them, which work accounts can be given (chatMessage resource). */
import { ImportCollector, isoInstant, type RawDraft, type ThreadCollector } from "#messages/collect";
import { htmlToText } from "#messages/html-text";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import {
  objectField,
  objectsField,
  parseObject,
  readJson,
  scalarField,
  stringField,
  type JsonObject,
} from "#messages/json";
import type { JsonChoice, JsonPath } from "#messages/json-split";
import type { ImportOptions } from "#messages/message";

export const teamsGraphImporter: Importer = { id: "teams", streams: true, sniff, parse };

function sniff({ json }: SniffHead): SniffScore {
  const isGraph = json?.has("value.*.createdDateTime") === true && json.has("value.*.body");
  return { score: isGraph ? 0.9 : 0, why: isGraph ? "Teams messages of Graph" : "no Graph keys" };
}

function select(path: JsonPath): JsonChoice {
  if (path.length === 0) return "enter";
  return path[0] !== "value" ? "skip" : path.length === 1 ? "enter" : "take";
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const end = await readJson(
    input.source,
    select,
    ({ text }) => {
      collector.beginRecord();
      const record = parseObject(text);
      const chat =
        scalarField(record, "chatId") ?? scalarField(objectField(record, "channelIdentity"), "channelId");
      const thread = collector.thread(chat ?? "");
      if (chat !== null) thread.nativeId = chat;
      thread.newestFirst = true;
      const draft = record && readMessage(record, thread);
      if (draft) collector.add(thread, draft);
      else collector.addBad(text ?? "");
    },
    context,
  );
  if (!end.isComplete) collector.log.add("file-incomplete");
  return collector.finish();
}

function readMessage(record: JsonObject, thread: ThreadCollector): RawDraft | null {
  const nativeId = scalarField(record, "id");
  const instantMs = isoInstant(stringField(record, "createdDateTime"));
  if (nativeId === null || instantMs === undefined) return null;
  const body = objectField(record, "body");
  const content = stringField(body, "content") ?? "";
  const html = stringField(body, "contentType")?.toLowerCase() === "html" ? htmlToText(content) : null;
  const isDeleted = stringField(record, "deletedDateTime") !== null;
  const isSystem = (stringField(record, "messageType") ?? "message") !== "message";
  const editedMs = isoInstant(stringField(record, "lastEditedDateTime"));
  return {
    instantMs,
    nativeId,
    sender: isSystem ? null : takePerson(thread, objectField(record, "from")),
    kind: isDeleted ? "deleted" : isSystem ? "system" : "text",
    text: html?.text ?? content,
    quoted: html?.quoted || undefined,
    hiddenText: html?.hiddenText || undefined,
    links: html?.links,
    replyTo: scalarField(record, "replyToId") ?? undefined,
    editedMs,
    flags: [
      ...(objectField(objectField(record, "from"), "application") ? (["bot"] as const) : []),
      ...(editedMs === undefined ? [] : (["edited"] as const)),
    ],
    attachments: objectsField(record, "attachments")
      .filter((file) => stringField(file, "name") !== null)
      .map((file) => ({
        name: stringField(file, "name")!,
        mime: "application/octet-stream",
        state: "remote" as const,
      })),
    reactions: objectsField(record, "reactions").map((reaction) => {
      const by = takePerson(thread, objectField(reaction, "user"));
      return { emoji: stringField(reaction, "reactionType") ?? "", by: by === null ? [] : [by] };
    }),
  };
}

function takePerson(thread: ThreadCollector, from: JsonObject | null): string | null {
  const user = objectField(from, "user") ?? objectField(from, "application");
  const name = stringField(user, "displayName");
  const id = scalarField(user, "id") ?? name;
  return id === null ? null : thread.addPerson(id, { name: name ?? id });
}
