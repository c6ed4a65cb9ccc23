/** @file Slack's message markup, decoded to plain text (spec messages-calendar 1.4). */

export interface SlackNames {
  readonly user: (id: string) => string | null;
  readonly channel: (id: string) => string | null;
  /** An instant in seconds since the epoch, as people read it. */
  readonly time: (epochSeconds: number) => string | null;
}

export interface DecodedText {
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

/** Everything between angle brackets is Slack's own; brackets of people are written `&lt;`. */
const TOKEN = /<([^<>]{1,3000})>/g;

export function decodeMrkdwn(raw: string, names: SlackNames): DecodedText {
  const links: { text: string; href: string }[] = [];
  let text = "";
  let end = 0;
  for (const match of raw.matchAll(TOKEN)) {
    text += unescape(raw.slice(end, match.index));
    text += decodeToken(match[1]!, names, links);
    end = match.index + match[0].length;
  }
  return { text: text + unescape(raw.slice(end)), links };
}

/** Once: `&amp;lt;` is the text "&lt;". */
function unescape(text: string): string {
  return text.replace(/&(lt|gt|amp);/g, (_, name: string) =>
    name === "lt" ? "<" : name === "gt" ? ">" : "&",
  );
}

function decodeToken(token: string, names: SlackNames, links: { text: string; href: string }[]): string {
  const bar = token.indexOf("|");
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? null : unescape(token.slice(bar + 1));
  if (target.startsWith("@")) return `@${names.user(target.slice(1)) ?? label ?? target.slice(1)}`;
  if (target.startsWith("#")) return `#${label || names.channel(target.slice(1)) || target.slice(1)}`;
  if (target.startsWith("!")) return decodeCommand(target.slice(1), label, names);
  return decodeLink(unescape(target), label, links);
}

/** `!here`, `!subteam^S01|@ops`, `!date^1795511700^{date} at {time}|24 Nov`. */
function decodeCommand(command: string, label: string | null, names: SlackNames): string {
  const [name, argument] = command.split("^");
  if (name === "date" && argument !== undefined && /^\d{1,11}$/.test(argument)) {
    return names.time(Number(argument)) ?? label ?? "";
  }
  if (label !== null) return label.startsWith("@") || name !== "subteam" ? label : `@${label}`;
  return `@${name === "subteam" ? (argument ?? "") : name}`;
}

function decodeLink(href: string, label: string | null, links: { text: string; href: string }[]): string {
  const shown = href.replace(/^(?:mailto|tel):/, "");
  if (label === null || label === "" || label === href || label === shown) return shown;
  links.push({ text: label, href });
  return label;
}
