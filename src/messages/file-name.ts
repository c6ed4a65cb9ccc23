/** @file What the name of a file says about the chat in it. */

/** Names that exporters and browsers give to every file. */
const GENERIC =
  /^(?:messages?|chat|_chat|index|data|main|result|export|transcript|subtitles?|untitled|unknown|sms-.*|blob|text|file)(?: ?\(\d{1,3}\))?$/i;

/** The first name that says something, without its ending: of the text, then of the archive around it. */
export function stemOf(names: readonly string[]): string | null {
  return names.map(stem).find((name) => name !== null) ?? null;
}

function stem(name: string): string | null {
  const bare = name
    .slice(0, 300)
    .normalize("NFC")
    .replace(/(?:\.[A-Za-z0-9]{1,10}){1,2}$/, "")
    .replace(/ ?\(\d{1,3}\)$/, "")
    .trim();
  return bare === "" || GENERIC.test(bare) ? null : bare;
}
