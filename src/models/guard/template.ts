/** @file Llama Guard's prompt in the place of a checkpoint's own template: conversions of it leave that out or change it. */

import { picturesOf, textOf } from "#shared/language-model";
import type { ChatTemplate } from "#models/chat-template";
import { guardPrompt } from "./chat-format.ts";

export const guardTemplate: ChatTemplate = {
  render: (messages) =>
    guardPrompt(
      messages.map(({ content }) => textOf(content)),
      { image: picturesOf(messages).length > 0 },
    ),
};
