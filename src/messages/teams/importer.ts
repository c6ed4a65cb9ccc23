/** @file The personal export of Teams and Skype: `messages.json`, mostly in a tar (spec messages-calendar 1.10). */
import { ImportCollector, type ThreadCollector } from "#messages/collect";
import type {
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { parseObject, parseScalar, readJson } from "#messages/json";
import type { JsonChoice, JsonItem, JsonPath } from "#messages/json-split";
import type { ImportOptions } from "#messages/message";
import { readTeamsMessage, userId } from "./message.ts";

export const teamsImporter: Importer = { id: "teams", streams: true, sniff, parse };

function sniff({ json }: SniffHead): SniffScore {
  const isTeams = json?.has("conversations") === true && json.has("userId") && json.has("exportDate");
  return { score: isTeams ? 0.95 : 0, why: isTeams ? "a Teams or Skype export" : "no Teams keys" };
}

function select(path: JsonPath): JsonChoice {
  const [root, , key] = path;
  if (path.length === 0) return "enter";
  if (root === "userId") return "take";
  if (root !== "conversations") return "skip";
  if (path.length <= 2) return "enter";
  if (key === "MessageList") return path.length === 3 ? "enter" : "take";
  return key === "id" || key === "displayName" ? "take" : "skip";
}

async function parse(input: ImportInput, _: ImportOptions, context: ImportContext): Promise<RawImport> {
  const collector = new ImportCollector(context);
  const reader = new AccountReader(collector);
  const end = await readJson(input.source, select, (item) => reader.read(item), context);
  if (!end.isComplete) collector.log.add("file-incomplete");
  return collector.finish();
}

class AccountReader {
  readonly #collector: ImportCollector;
  #self = "";

  constructor(collector: ImportCollector) {
    this.#collector = collector;
  }

  read({ path, text }: JsonItem): void {
    if (path[0] === "userId") {
      this.#self = userId(parseScalar(text) ?? "");
      return;
    }
    const thread = this.#collector.thread(String(path[1]));
    thread.newestFirst = true;
    if (path[2] === "MessageList") this.#readMessage(thread, text);
    else if (path[2] === "id") this.#setId(thread, parseScalar(text) ?? "");
    else thread.title = parseScalar(text) ?? "";
  }

  /** `8:live:ana` is a person, `19:…@thread.skype` a group. */
  #setId(thread: ThreadCollector, id: string): void {
    if (id !== "") thread.nativeId = id;
    thread.kind = id.startsWith("19:") ? "group" : "dm";
  }

  #readMessage(thread: ThreadCollector, text: string | null): void {
    const collector = this.#collector;
    collector.beginRecord();
    const record = parseObject(text);
    const draft =
      record &&
      readTeamsMessage(record, (id, name) =>
        thread.addPerson(id, { name: name || id, isSelf: this.#self !== "" && id === this.#self }),
      );
    if (draft) collector.add(thread, draft);
    else collector.addBad(text ?? "");
  }
}
