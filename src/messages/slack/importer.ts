/**
 * @file Slack workspace export: lists of people and channels, and one file of messages for each day of each channel
 * (spec messages-calendar 1.4). A single day file is read too, with ids for names.
 */
import type { Archive } from "#messages/archive";
import { ArchiveTexts, takeElements } from "#messages/archive-texts";
import { ImportCollector, type ThreadCollector } from "#messages/collect";
import type {
  ArchiveImporter,
  Importer,
  ImportContext,
  ImportInput,
  RawImport,
  RawThread,
  SniffHead,
  SniffScore,
} from "#messages/importer";
import { arrayField, objectField, parseObject, readJson, stringField, type JsonObject } from "#messages/json";
import type { ImportOptions } from "#messages/message";
import { ZoneClock } from "#messages/wall-time";
import { readSlackMessage } from "./message.ts";

export const slackArchiveImporter: ArchiveImporter = { id: "slack", matches, parse: parseArchive };
export const slackDayImporter: Importer = { id: "slack", streams: true, sniff, parse: parseDay };

/** Lists of conversations, and what they hold. */
const LISTS: readonly (readonly [string, RawThread["kind"]])[] = [
  ["channels.json", "channel"],
  ["groups.json", "group"],
  ["mpims.json", "group"],
  ["dms.json", "dm"],
];
const USERS = /^((?:[^/]{1,200}\/){0,2})(?:org_)?users\.json$/;
const DAY = /^([^/]{1,255})\/\d{4}-\d\d-\d\d\.json$/;

/** The folder of the export in the archive, with a slash at its end or empty; null for no Slack export. */
function rootOf(paths: readonly string[]): string | null {
  const known = new Set(paths);
  for (const path of paths) {
    const root = USERS.exec(path)?.[1];
    if (root !== undefined && LISTS.some(([name]) => known.has(root + name))) return root;
  }
  return null;
}

function matches(paths: readonly string[]): boolean {
  return rootOf(paths) !== null;
}

function sniff({ json }: SniffHead): SniffScore {
  const isDay =
    json?.has("*.ts") === true && json.has("*.type") && (json.has("*.user") || json.has("*.bot_id"));
  return { score: isDay ? 0.9 : 0, why: isDay ? "a day of Slack messages" : "no Slack keys" };
}

async function parseArchive(
  archive: Archive,
  options: ImportOptions,
  context: ImportContext,
): Promise<RawImport> {
  const root = rootOf(archive.paths)!;
  const inRoot = new Set(archive.paths.filter((path) => path.startsWith(root)));
  const days = [...inRoot].filter((path) => DAY.test(path.slice(root.length))).sort();
  const userFiles = ["users.json", "org_users.json"]
    .map((name) => root + name)
    .filter((path) => inRoot.has(path));
  const lists = LISTS.filter(([name]) => inRoot.has(root + name));
  const wanted = [...userFiles, ...lists.map(([name]) => root + name), ...days];
  const texts = new ArchiveTexts(archive, wanted, context);
  const workspace = new Workspace(options, context);
  const readList = async (path: string, take: (text: string | null) => void): Promise<void> => {
    const end = await texts.json(path, takeElements, ({ text }) => take(text));
    if (!end.isComplete) workspace.noteIncomplete();
  };
  for (const path of userFiles) await readList(path, (text) => workspace.addUser(parseObject(text)));
  for (const [name, kind] of lists)
    await readList(root + name, (text) => workspace.addChannel(parseObject(text), kind));
  for (const path of days) {
    const folder = DAY.exec(path.slice(root.length))![1]!;
    await readList(path, (text) => workspace.addMessage(folder, text));
  }
  return workspace.finish();
}

async function parseDay(
  input: ImportInput,
  options: ImportOptions,
  context: ImportContext,
): Promise<RawImport> {
  const workspace = new Workspace(options, context);
  const end = await readJson(
    input.source,
    takeElements,
    ({ text }) => workspace.addMessage("", text),
    context,
  );
  if (!end.isComplete) workspace.noteIncomplete();
  return workspace.finish();
}

interface Channel {
  readonly id: string;
  readonly title: string;
  readonly kind: RawThread["kind"];
  readonly members: readonly string[];
}

class Workspace {
  readonly #collector: ImportCollector;
  readonly #clock: ZoneClock;
  readonly #users = new Map<string, string>();
  /** By id and by folder, which is the id or the name. */
  readonly #channels = new Map<string, Channel>();
  readonly #started = new Set<ThreadCollector>();

  constructor({ zone }: ImportOptions, context: ImportContext) {
    this.#collector = new ImportCollector(context);
    this.#clock = new ZoneClock(zone);
  }

  addUser(user: JsonObject | null): void {
    const id = stringField(user, "id");
    if (id === null) return;
    const profile = objectField(user, "profile");
    const names = [
      stringField(profile, "display_name"),
      stringField(profile, "real_name"),
      stringField(user, "real_name"),
      stringField(user, "name"),
    ];
    this.#users.set(id, names.find((name) => name !== null && name !== "") ?? id);
  }

  addChannel(channel: JsonObject | null, kind: RawThread["kind"]): void {
    const id = stringField(channel, "id");
    if (id === null) return;
    const name = stringField(channel, "name") ?? "";
    const members = arrayField(channel, "members").filter((member) => typeof member === "string");
    // Names of group messages are made of user names: "mpdm-ana--ben-1".
    const known: Channel = { id, title: name.startsWith("mpdm-") ? "" : name, kind, members };
    this.#channels.set(id, known);
    if (name !== "") this.#channels.set(name, known);
  }

  addMessage(folder: string, text: string | null): void {
    const collector = this.#collector;
    collector.beginRecord();
    const record = parseObject(text);
    const thread = this.#thread(folder, record);
    const draft =
      record &&
      readSlackMessage(record, {
        user: (id) => this.#users.get(id) ?? null,
        channel: (id) => this.#channels.get(id)?.title ?? null,
        time: (seconds) => this.#time(seconds),
        takePerson: (id, name) => thread.addPerson(id, { name: this.#users.get(id) ?? name ?? id }),
      });
    if (draft) collector.add(thread, draft);
    else collector.addBad(text ?? "");
  }

  #thread(folder: string, record: JsonObject | null): ThreadCollector {
    const channel = this.#channels.get(folder);
    const key = channel?.id ?? (folder || (stringField(record, "channel") ?? ""));
    const thread = this.#collector.thread(key);
    if (this.#started.has(thread)) return thread;
    this.#started.add(thread);
    thread.kind = channel?.kind ?? "channel";
    thread.title = channel?.title ?? folder;
    if (key !== "") thread.nativeId = key;
    if (thread.kind !== "channel")
      for (const id of channel?.members ?? []) thread.addPerson(id, { name: this.#users.get(id) ?? id });
    return thread;
  }

  #time(seconds: number): string | null {
    const ms = seconds * 1000;
    return ms > Date.UTC(9999, 0) ? null : this.#clock.at(ms).local.slice(0, 16).replace("T", " ");
  }

  noteIncomplete(): void {
    this.#collector.log.add("file-incomplete");
  }

  finish(): RawImport {
    return this.#collector.finish();
  }
}
