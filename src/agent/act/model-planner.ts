/** @file The next step chosen by a model of tier L, constrained to calls that this run allows. */

import { GREEDY, type LanguageModel } from "#shared/language-model";

import { readReply } from "./act-reply.ts";
import { actPrompt } from "./act-prompt.ts";
import type { Planner } from "./planner.ts";
import { callSchema } from "./registry.ts";

const MAX_TOKENS = 320;
/** Given up after this; the run fails, nothing was done. */
const CALL_TIMEOUT_MS = 120_000;

export function modelPlanner(model: LanguageModel): Planner {
  return {
    async next(run, { ports, signal, problem }) {
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS);
      const result = await model.generate(
        {
          messages: actPrompt(run, problem),
          sampling: GREEDY,
          maxTokens: MAX_TOKENS,
          stop: [],
          grammar: { type: "json-schema", schema: callSchema(run.offered, run.tables) },
        },
        { signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) },
      );
      signal?.throwIfAborted();
      const reply = readReply(result.text, ports.readCalls);
      if (reply.kind === "call") return { kind: "call", call: reply.call };
      return reply;
    },
  };
}
