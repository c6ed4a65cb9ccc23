/** @file Pictures in a prompt: where the template put them, and the numbers that stand there for the decoder. */
import { AppError } from "#shared/errors";

/** For each picture in `ids` how many stand directly in front of it. */
export function pictureRuns(ids: readonly number[], vocabSize: number): number[] {
  const runs: number[] = [];
  let behind = 0;
  for (const id of ids) {
    if (id >= vocabSize) runs.push(behind++);
    else behind = 0;
  }
  return runs;
}

/**
 * Each picture's own number in place of the token that stands for any.
 * @throws AppError `weights-unsupported` when the template wrote another number of these tokens.
 */
export function numbered(ids: readonly number[], vocabSize: number, numbers: readonly number[]): number[] {
  let next = 0;
  const prompt = ids.map((id) => (id >= vocabSize ? (numbers[next++] ?? id) : id));
  if (next === numbers.length) return prompt;
  throw new AppError("weights-unsupported", `${next} picture tokens for ${numbers.length} pictures`, {
    field: "chat_template",
  });
}
