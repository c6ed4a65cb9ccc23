/** @file A conversation as the model reads it, and the title a conversation gets from its first words. */
import type { ChatMessage } from "#shared/language-model";
import type { Turn } from "#storage/conversations";

const TITLE_LENGTH = 48;

/**
 * System prompt and every turn that has text, in order. A question that got no answer is left out, unless it is the one
 * being asked: models expect the roles to alternate. Nothing is left out to save room: see `context-full`.
 */
export function toPrompt(systemPrompt: string, turns: readonly Turn[]): readonly ChatMessage[] {
  const system: readonly ChatMessage[] =
    systemPrompt.trim() === "" ? [] : [{ role: "system", content: systemPrompt.trim() }];
  const spoken = turns
    .filter((turn, index) => hasText(turn) && !isUnanswered(turns, index))
    .map(({ role, text }) => ({ role, content: text }));
  return [...system, ...spoken];
}

function hasText({ text }: Turn): boolean {
  return text.trim() !== "";
}

function isUnanswered(turns: readonly Turn[], index: number): boolean {
  const next = turns[index + 1];
  return turns[index]?.role === "user" && next !== undefined && (next.role === "user" || !hasText(next));
}

/** The first words, cut at a word. */
export function titleOf(text: string): string {
  const line = text.trim().replace(/\s+/gu, " ");
  if (line === "") return "New chat";
  if (line.length <= TITLE_LENGTH) return line;
  const cut = line.slice(0, TITLE_LENGTH + 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > TITLE_LENGTH / 2 ? cut.slice(0, space) : cut.slice(0, TITLE_LENGTH)).trimEnd()}…`;
}
