/** @file `chat.md` of signal-export: `[2026-11-24 10:15:00] Me: text`, quotations and reactions below it. */
import { isoLocal, type RawDraft } from "#messages/collect";
import type { RawAttachment } from "#messages/importer";
import { MessageLines } from "#messages/message-lines";

/** Date, time, seconds if any, sender, text. Older versions write `[2019-05-29, 15:04]`. */
export const MARKDOWN_HEADER = /^\[(\d{4}-\d\d-\d\d),? (\d\d:\d\d)(:\d\d)?\] ([^:\n]{1,100}):(?: (.*))?$/s;
/** `(- Aya: 👍, Ben: ❤ -)`. */
const REACTIONS = /^\(- (.{1,1000}) -\)$/;
const REACTION = /^(.{1,100}): (\S{1,40})$/;
const MEDIA = /!?\[([^\]\n]{0,255})\]\((\.\/media\/[^)\n]{1,400})\)/g;
const NOT_EXPORTED = /^\(?media not exported\)?$/i;

export class MarkdownScanner {
  readonly #emit: (draft: RawDraft | null, line: string) => void;
  #header: RegExpExecArray | null = null;
  #lines = new MessageLines();

  /** @param emit called with every message, or with null and a line that belongs to none. */
  constructor(emit: (draft: RawDraft | null, line: string) => void) {
    this.#emit = emit;
  }

  push(line: string): void {
    const header = MARKDOWN_HEADER.exec(line);
    if (header) {
      this.#flush();
      this.#header = header;
      this.#lines = new MessageLines();
      this.#lines.push(header[5] ?? "");
    } else if (this.#header) this.#lines.push(line);
    else if (line.trim() !== "" && !line.startsWith("#")) this.#emit(null, line);
  }

  finish(): void {
    this.#flush();
  }

  #flush(): void {
    const header = this.#header;
    if (header) this.#emit(readMessage(header, this.#lines), header[0]);
    this.#header = null;
  }
}

function readMessage(
  [, day, minute, second, sender]: RegExpExecArray,
  { lines, isCut }: MessageLines,
): RawDraft | null {
  const local = isoLocal(`${day}T${minute}${second ?? ":00"}`);
  if (local === null) return null;
  const body: string[] = [];
  const quoted: string[] = [];
  const reactions: { emoji: string; by: string[] }[] = [];
  const attachments: RawAttachment[] = [];
  for (const line of lines) {
    const reaction = REACTIONS.exec(line.trim());
    if (reaction) reactions.push(...readReactions(reaction[1]!));
    else if (line.startsWith(">")) quoted.push(line.replace(/^>+ ?/, ""));
    else if (NOT_EXPORTED.test(line.trim()))
      attachments.push({ name: "media", mime: "application/octet-stream", state: "omitted" });
    else body.push(takeMedia(line, attachments));
  }
  const text = body.join("\n").trim();
  return {
    local,
    precision: second === undefined ? "min" : "s",
    sender: sender!,
    kind: text === "" && attachments.length > 0 ? "media" : "text",
    text,
    quoted: quoted.length > 0 ? quoted.join("\n") : undefined,
    attachments,
    reactions,
    flags: isCut ? ["truncated"] : [],
  };
}

function readReactions(list: string): { emoji: string; by: string[] }[] {
  return list.split(", ").flatMap((part) => {
    const match = REACTION.exec(part);
    return match ? [{ emoji: match[2]!, by: [match[1]!] }] : [];
  });
}

function takeMedia(line: string, attachments: RawAttachment[]): string {
  if (!line.includes("](./media/")) return line;
  return line.replace(MEDIA, (_, label: string, path: string) => {
    attachments.push({
      name: label || path.split("/").at(-1)!,
      mime: "application/octet-stream",
      state: "included",
    });
    return "";
  });
}
