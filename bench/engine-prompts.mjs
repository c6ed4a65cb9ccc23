// @ts-check
/** @file What the engine bench asks: one thread of about 500 tokens, and questions that quote, invent or fill a form. */

/**
 * One turn in the chat format of SmolLM2.
 *
 * @param {string} question
 */
export function chat(question) {
  return `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`;
}

const MESSAGES = [
  "[1] Ines: Morning all, the hall on Brook Street is free again on Saturday the 12th, so the repair café can take place after all.",
  "[2] Jonas: Great news. I can bring the soldering station and two multimeters, but somebody has to fetch the extension leads from the school.",
  "[3] Amira: I pass the school on Friday afternoon and can take the leads with me. Are they still in the cupboard next to the music room?",
  "[4] Ines: Yes, second shelf. The caretaker leaves at half past four, so please be there before that.",
  "[5] Pavel: The printer has the posters ready on Thursday. It is 46.80 for a hundred, which is within the budget we agreed on.",
  "[6] Jonas: Last time we ran out of fuses after an hour. I ordered a box of sixty mixed ones, they should arrive on Wednesday.",
  "[7] Amira: My neighbour asks whether we look at sewing machines too. Hers jams whenever she sews anything thicker than a shirt.",
  "[8] Ines: Sewing machines are fine, Mrs Okafor sits at table three from two o'clock and knows them inside out.",
  "[9] Pavel: I wrote to the local paper. They want a photo of us by Tuesday evening, landscape format, at least two thousand pixels wide.",
  "[10] Jonas: I have one from the spring, with everybody except Amira on it. Shall we rather take a new one when we set up?",
  "[11] Ines: Too late for the paper then. Send them the one from spring and we take a new one for the web page on Saturday.",
  "[12] Amira: Agreed. And who takes care of cake and coffee? Last time the queue at the coffee was longer than at the toasters.",
  "[13] Pavel: My sister lends us the big urn from the sports club, sixty cups. I also bake two trays of plum cake.",
  "[14] Ines: Then we meet on Saturday at noon to set up the tables, doors open at two, and we have to be out by seven.",
];

export const THREAD = MESSAGES.join("\n");

export const OTHER_THREAD = `Summarise this letter in one sentence.\n\n${[
  "Dear tenants, the lift in the rear building will be out of order from Monday to Wednesday of next week because the",
  "cables are replaced. Deliveries can be left with the concierge during that time. Whoever needs help with shopping or",
  "prams may call the office, where two students are at your service until eight in the evening. We apologise for the",
  "noise on the first morning, when the old drive is taken out, and thank you for your patience.",
].join(" ")}`;

/** Answers to these repeat their source. */
export const QUOTING = [
  `Here are messages of a group:\n${MESSAGES.slice(0, 6).join("\n")}\n\nRepeat the messages word for word, one per line.`,
  `${MESSAGES.slice(6).join("\n")}\n\nSummarise this thread by quoting its most important messages in full, with their numbers.`,
  `Copy this text exactly:\n${MESSAGES.slice(3, 9).join("\n")}`,
];

/** Answers to these have no source. */
export const FREE = [
  "Tell a story about a lighthouse keeper who finds a letter in a bottle.",
  "Explain why the sky is blue to a child of ten.",
  "What should one think of before adopting a dog?",
];

export const RECORDS = `${MESSAGES.join("\n")}\n\nList what each person does, as JSON.`;

export const RECORD_SCHEMA = {
  type: "object",
  properties: {
    title: { type: "string", maxLength: 60 },
    tasks: {
      type: "array",
      minItems: 3,
      maxItems: 8,
      items: {
        type: "object",
        properties: {
          who: { enum: ["Ines", "Jonas", "Amira", "Pavel"] },
          text: { type: "string", maxLength: 80 },
          source: { type: "integer", minimum: 1, maximum: 14 },
        },
        required: ["who", "text", "source"],
        additionalProperties: false,
      },
    },
  },
  required: ["title", "tasks"],
  additionalProperties: false,
};
