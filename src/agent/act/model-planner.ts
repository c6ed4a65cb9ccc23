/**
 * @file The next step chosen by a model of tier L, constrained to calls that this run allows: in the form that the model
 * was trained on where there is one, else as JSON of our own.
 */

import {
  GREEDY,
  textOf,
  type ChatMessage,
  type GenerateRequest,
  type LanguageModel,
} from "#shared/language-model";
import { withoutLongChoices } from "#shared/tool-offers";

import { readReply } from "./act-reply.ts";
import { actPrompt, MAX_SHOWN } from "./act-prompt.ts";
import type { Planner } from "./planner.ts";
import { callSchema, toolOffers } from "./registry.ts";
import type { AgentRun } from "./run.ts";
import type { ToolError } from "./tool.ts";

const MAX_TOKENS = 320;
/** Given up after this; the run fails, nothing was done. */
const CALL_TIMEOUT_MS = 120_000;

export function modelPlanner(model: LanguageModel): Planner {
  return {
    byModel: true,
    async next(run, { signal, problem }) {
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const result = await model.generate(
        {
          messages: await fittingPrompt(model, run, problem),
          sampling: GREEDY,
          maxTokens: MAX_TOKENS,
          stop: [],
          ...callForm(model, run),
        },
        { signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) },
      );
      signal?.throwIfAborted();
      return readReply(result.text, result.calls);
    },
  };
}

function callForm(
  { callsTools = false }: LanguageModel,
  { offered, tables }: AgentRun,
): Pick<GenerateRequest, "tools" | "grammar"> {
  if (callsTools) return { tools: toolOffers(offered, tables) };
  return { grammar: { type: "json-schema", schema: callSchema(offered, tables) } };
}

/** Turns and their headers, which the count of texts leaves out. */
const FRAME_TOKENS = 64;

/** The prompt with as many items and keys as the context has room for; a tenth of it stays free. */
async function fittingPrompt(
  model: LanguageModel,
  run: AgentRun,
  problem: ToolError | undefined,
): Promise<readonly ChatMessage[]> {
  const toolsApart = model.callsTools === true;
  const offers = withoutLongChoices(toolOffers(run.offered, run.tables));
  const tools = toolsApart ? JSON.stringify(offers, null, 4) : "";
  const room = model.contextTokens * 0.9 - MAX_TOKENS - FRAME_TOKENS;
  for (let shown = MAX_SHOWN; shown > 1; shown = Math.floor(shown / 2)) {
    const messages = actPrompt(run, problem, { shown, toolsApart });
    const counts = await model.countTokens([tools, ...messages.map((message) => textOf(message.content))]);
    if (counts.reduce((sum, count) => sum + count, 0) <= room) return messages;
  }
  return actPrompt(run, problem, { shown: 1, toolsApart });
}
