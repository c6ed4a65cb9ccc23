/** @file The licences of the models and what they ask of an app that offers them. */

export interface Licence {
  readonly name: string;
  readonly url: string;
  readonly acceptableUseUrl: string | null;
  /** Words the licence asks to be shown with the model. */
  readonly notices: readonly string[];
  /** A person has to agree before the first byte is downloaded. */
  readonly mustAccept: boolean;
}

const LLAMA_32: Licence = {
  name: "Llama 3.2 Community License",
  url: "https://www.llama.com/llama3_2/license/",
  acceptableUseUrl: "https://www.llama.com/llama3_2/use-policy/",
  notices: [
    "Built with Llama",
    "Llama 3.2 is licensed under the Llama 3.2 Community License, Copyright © Meta Platforms, Inc. All Rights Reserved.",
  ],
  mustAccept: true,
};

export const LICENCES = {
  smollm2: simple("Apache-2.0", "https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct"),
  smolvlm: simple("Apache-2.0", "https://huggingface.co/HuggingFaceTB/SmolVLM-256M-Instruct"),
  shapes: simple("MIT", "https://opensource.org/license/mit"),
  llama: LLAMA_32,
  llamaVision: {
    ...LLAMA_32,
    notices: [
      ...LLAMA_32.notices,
      "Meta grants no rights in the models that see pictures to people who live, or companies based, in the European Union; using a product that contains them is allowed there.",
    ],
  },
} as const satisfies Record<string, Licence>;

function simple(name: string, url: string): Licence {
  return { name, url, acceptableUseUrl: null, notices: [], mustAccept: false };
}
