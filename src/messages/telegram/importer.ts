/** @file Telegram Desktop's machine-readable export, of one chat or of a whole account (spec messages-calendar 1.3). */
import { ImportCollector, type ThreadCollector } from "#messages/collect";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { field, parseObject, parseScalar, readJson, scalarField, type JsonObject } from "#messages/json";
import type { JsonChoice, JsonItem, JsonPath } from "#messages/json-split";
import type { ImportOptions } from "#messages/message";
import { readTelegramMessage } from "./message.ts";

export const telegramImporter: Importer = { id: "telegram", streams: true, sniff, parse };

function sniff({ json }: SniffHead): SniffScore {
  const has = (...paths: string[]): boolean => paths.every((path) => json?.has(path) === true);
  if (has("name", "type", "id", "messages") && !has("guild")) return { score: 0.95, why: "a Telegram chat" };
  const isAccount = has("chats.list") || has("about", "personal_information.user_id");
  return { score: isAccount ? 0.95 : 0, why: isAccount ? "a Telegram account" : "no Telegram keys" };
}

/** Where a chat begins: the root, or an element of one of the account's lists. */
function chatDepth(path: JsonPath): number {
  return path[0] === "chats" || path[0] === "left_chats" ? 3 : 0;
}

const CHAT_FIELDS = new Set<string | number>(["name", "type", "id"]);

function select(path: JsonPath): JsonChoice {
  if (path[0] === "personal_information") return "take";
  const depth = chatDepth(path);
  if (path.length <= depth) return path.length !== 2 || path[1] === "list" ? "enter" : "skip";
  const key = path[depth]!;
  if (path.length === depth + 1) {
    if (key === "messages" || (depth === 0 && (key === "chats" || key === "left_chats"))) return "enter";
    return CHAT_FIELDS.has(key) ? "take" : "skip";
  }
  return path.length === depth + 2 && key === "messages" ? "take" : "skip";
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const reader = new AccountReader(context);
  const end = await readJson(input.source, select, (item) => reader.read(item), context);
  return reader.finish(end.isComplete);
}

class AccountReader {
  readonly #collector: ImportCollector;
  /** `user…` id of the account, if the file says it. */
  #self: string | null = null;

  constructor(context: ImportContext) {
    this.#collector = new ImportCollector(context);
  }

  read({ path, text }: JsonItem): void {
    const repaired = text === null ? null : repairEscapes(text);
    if (path[0] === "personal_information") {
      const userId = scalarField(parseObject(repaired), "user_id");
      this.#self = userId === null ? null : `user${userId}`;
      return;
    }
    const depth = chatDepth(path);
    const thread = this.#collector.thread(path.slice(0, depth).join("."));
    if (path.length === depth + 1) setField(thread, path[depth]!, parseScalar(repaired));
    else this.#readMessage(thread, repaired);
  }

  #readMessage(thread: ThreadCollector, text: string | null): void {
    const collector = this.#collector;
    collector.beginRecord();
    const record = parseObject(text);
    if (record === null) return collector.addBad(text ?? "");
    if (field(record, "type") === "unsupported") return;
    const draft = readTelegramMessage(record, (id, name) => this.#person(thread, id, name));
    if (draft === null) return collector.addBad(sampleOf(record));
    collector.add(thread, draft);
  }

  #person(thread: ThreadCollector, id: string, name: string | null): string {
    return thread.addPerson(id, {
      name: name ?? `Deleted account (${id})`,
      isSelf: id === this.#self,
    });
  }

  finish(isComplete: boolean): RawImport {
    if (!isComplete) this.#collector.log.add("file-incomplete");
    return this.#collector.finish();
  }
}

function setField(thread: ThreadCollector, key: string | number, value: string | null): void {
  if (value === null) return;
  if (key === "name") thread.title = value;
  if (key === "id") thread.nativeId = value;
  if (key !== "type") return;
  const isDirect = value === "personal_chat" || value === "bot_chat" || value === "saved_messages";
  thread.kind = isDirect ? "dm" : value.endsWith("channel") ? "channel" : "group";
  if (value === "saved_messages" && thread.title === "") thread.title = "Saved messages";
}

/** The writer spells control characters as `\x0B`, which is not JSON (export_output_json.cpp). */
function repairEscapes(text: string): string {
  if (!text.includes("\\x")) return text;
  return text.replace(/\\\\|\\x([0-9A-Fa-f]{2})/g, (found, hex?: string) =>
    hex === undefined ? found : `\\u00${hex}`,
  );
}

function sampleOf(record: JsonObject): string {
  return JSON.stringify(record).slice(0, 200);
}
