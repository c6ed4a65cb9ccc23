/** @file Greedy answers are the same each time: what one job asks twice, the same sentence in its summary and among its items, is computed once. */

import { picturesOf, type GenerateResult, type LanguageModel } from "#shared/language-model";

import { wrapModel } from "./wrap-model.ts";

/** Answers of one job by request; kept by whoever runs the job, for as long as it runs. */
export type AnswerMemory = Map<string, GenerateResult>;

/** Of a job that asks more, the later answers are not kept. */
const MAX_ANSWERS = 64;

export function remembering(model: LanguageModel, answers: AnswerMemory): LanguageModel {
  return wrapModel(model, {
    generate: async (request, options) => {
      if (request.sampling.temperature > 0 || picturesOf(request.messages).length > 0)
        return model.generate(request, options);
      const key = JSON.stringify(request);
      const known = answers.get(key);
      if (known !== undefined) {
        options.signal?.throwIfAborted();
        return known;
      }
      const result = await model.generate(request, options);
      if (answers.size < MAX_ANSWERS) answers.set(key, result);
      return result;
    },
  });
}
