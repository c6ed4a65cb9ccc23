/** @file What an answer cost, in words. */
import type { TurnStats } from "#storage/conversations";

export interface Detail {
  readonly label: string;
  readonly value: string;
}

/** @param pictures whether the question came with pictures or followed some */
export function turnDetails(stats: TurnStats, modelName: string, pictures = false): readonly Detail[] {
  return [
    { label: "Model", value: modelName },
    { label: "Answer", value: `${stats.completionTokens} tokens, ${rate(stats.decodeRate)}` },
    { label: "First token", value: `after ${(stats.timeToFirstTokenMs / 1000).toFixed(1)} s` },
    { label: "Prompt", value: `${stats.promptTokens} tokens, ${rate(stats.prefillRate)}` },
    ...(pictures && stats.encodedPictures !== undefined
      ? [{ label: "Pictures", value: lookedAt(stats.encodedPictures) }]
      : []),
    { label: "Ended", value: END_TEXTS[stats.finishReason] },
  ];
}

/** Said below an answer that did not end by itself; null for one that did. */
export function cutOffNote({ finishReason, completionTokens }: TurnStats): string | null {
  if (finishReason === "length")
    return `Ended at the limit of ${completionTokens} tokens. The limit is in the settings.`;
  return finishReason === "context-full"
    ? "Ended because the chat is now as long as the model can read. Start a new chat to go on."
    : null;
}

const END_TEXTS = {
  stop: "the model finished",
  length: "at the token limit",
  "context-full": "the context is full",
} as const satisfies Record<TurnStats["finishReason"], string>;

function lookedAt(pictures: number): string {
  return pictures === 0 ? "known from before, none looked at again" : `${pictures} looked at`;
}

function rate(tokensPerSecond: number): string {
  return `${tokensPerSecond.toFixed(1)} tokens/s`;
}
