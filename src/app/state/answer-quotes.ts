/**
 * @file What the assistant found in people's messages, as later questions of the conversation see it: a stranger's words
 * never stand in a model's own turn, where it would take them for what it said itself (spec messages-calendar 7, D2).
 */
import { nonceOf, quotedBlock, QUOTE_RULE } from "#agent/prompts/quoted-block";
import { filledLines } from "#agent/sentences/text";
import { cleanText } from "#messages/clean-text";
import type { Turn } from "#storage/conversations";

/** Blocks by the ids of the turns that a job of the agent answered; the rule stands before the first. */
export function quotedAnswers(turns: readonly Turn[]): ReadonlyMap<string, string> {
  const blocks = new Map<string, string>();
  for (const { id, job, text } of turns) {
    if (job === undefined || text.trim() === "") continue;
    const lines = filledLines(cleanText(text).text);
    // The id of a job is random and never leaves the device: nobody who wrote a message can know it.
    const block = quotedBlock("from messages", lines, nonceOf(job));
    blocks.set(id, blocks.size === 0 ? `${QUOTE_RULE}\n${block}` : block);
  }
  return blocks;
}
