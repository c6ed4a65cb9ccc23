/** @file A conversation as the model reads it, and the title a conversation gets from its first words. */
import type { ChatMessage } from "#shared/language-model";
import type { Turn } from "#storage/conversations";

const TITLE_LENGTH = 48;

/** System prompt and every turn that has text, in order. Nothing is left out to save room: see `context-full`. */
export function toPrompt(systemPrompt: string, turns: readonly Turn[]): readonly ChatMessage[] {
  const system: readonly ChatMessage[] =
    systemPrompt.trim() === "" ? [] : [{ role: "system", content: systemPrompt.trim() }];
  const spoken = turns
    .filter((turn) => turn.text.trim() !== "")
    .map(({ role, text }) => ({ role, content: text }));
  return [...system, ...spoken];
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
