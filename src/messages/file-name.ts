/** @file What the name of a file says about the chat in it. */

/** Names that exporters and browsers give to every file. */
const GENERIC =
  /^(?:messages?|chat|_chat|index|data|main|result|export|transcript|subtitles?|untitled|unknown|sms-.*|blob|text|file)(?: ?\(\d{1,3}\))?$/i;

/** The name of the file the person chose, without its ending; null for one that says nothing. */
export function stemOf(names: readonly string[]): string | null {
  const stem = (names.at(-1) ?? "")
    .slice(0, 300)
    .normalize("NFC")
    .replace(/(?:\.[A-Za-z0-9]{1,10}){1,2}$/, "")
    .replace(/ ?\(\d{1,3}\)$/, "")
    .trim();
  return stem === "" || GENERIC.test(stem) ? null : stem;
}
