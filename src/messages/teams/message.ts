/** @file One message of Teams (personal) or Skype (spec messages-calendar 1.10). */
import { checkedInstant, isoInstant, type RawDraft } from "#messages/collect";
import { htmlToText } from "#messages/html-text";
import type { RawAttachment } from "#messages/importer";
import {
  numberField,
  objectField,
  objectsField,
  scalarField,
  stringField,
  type JsonObject,
} from "#messages/json";
import type { MessageKind } from "#messages/message";

/** Registers who a message names and returns the sender to use. */
export type PersonTaker = (id: string, name: string | null) => string;

/** null without an id or a time. */
export function readTeamsMessage(record: JsonObject, takePerson: PersonTaker): RawDraft | null {
  const nativeId = scalarField(record, "id");
  const instantMs = isoInstant(stringField(record, "originalarrivaltime"));
  if (nativeId === null || instantMs === undefined) return null;
  const type = stringField(record, "messagetype") ?? "Text";
  const properties = objectField(record, "properties");
  const content = stringField(record, "content") ?? "";
  const isDeleted = scalarField(properties, "deletetime") !== null;
  const kind = isDeleted ? "deleted" : kindOf(type);
  const isMarkup = type !== "Text" && /[<&]/.test(content);
  const parsed = isMarkup ? htmlToText(content, { keepsWhiteSpace: !type.endsWith("/Html") }) : null;
  const editedMs = readEdit(content, properties);
  const id = userId(stringField(record, "from") ?? "");
  return {
    instantMs,
    nativeId,
    sender: kind === "system" || id === "" ? null : takePerson(id, stringField(record, "displayName")),
    kind,
    text: isDeleted ? "" : (parsed?.text ?? content) || (kind === "system" || kind === "call" ? type : ""),
    quoted: parsed?.quoted || undefined,
    hiddenText: parsed?.hiddenText || undefined,
    links: parsed?.links,
    attachments: kind === "media" ? [readFile(content)] : [],
    editedMs,
    flags: editedMs === undefined ? [] : ["edited"],
    reactions: readReactions(properties, takePerson),
  };
}

/** `8:live:ana`, also when it is the end of an address. */
export function userId(from: string): string {
  return from.split("/").at(-1)!;
}

function kindOf(type: string): MessageKind {
  if (type === "Text" || type === "RichText" || type === "RichText/Html") return "text";
  if (type.startsWith("Event/Call")) return "call";
  if (type === "RichText/Location") return "location";
  return type === "RichText/UriObject" || type.startsWith("RichText/Media") ? "media" : "system";
}

/** The marker in the text, `<e_m ts="1795511700" …/>`, or the time among the properties. */
function readEdit(content: string, properties: JsonObject | null): number | undefined {
  const time = numberField(properties, "edittime");
  if (time !== null && time > 0) return checkedInstant(time);
  const seconds = /<e_m [^<>]{0,200}\bts="(\d{1,11})"/.exec(content)?.[1];
  return seconds === undefined ? undefined : checkedInstant(Number(seconds) * 1000);
}

function readFile(content: string): RawAttachment {
  const name = /<OriginalName\s[^<>]{0,20}v="([^"<>]{1,255})"/.exec(content)?.[1];
  return {
    name: name === undefined ? "file" : htmlToText(name).text,
    mime: "application/octet-stream",
    state: "remote",
  };
}

function readReactions(
  properties: JsonObject | null,
  takePerson: PersonTaker,
): NonNullable<RawDraft["reactions"]> {
  return objectsField(properties, "emotions").map((emotion) => ({
    emoji: stringField(emotion, "key") ?? "",
    by: objectsField(emotion, "users").flatMap((user) => {
      const id = userId(stringField(user, "mri") ?? "");
      return id === "" ? [] : [takePerson(id, null)];
    }),
  }));
}
