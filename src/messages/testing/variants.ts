/** @file Every format in every variant that tests write. */
import { DISCORD_VARIANTS } from "./discord.ts";
import { SLACK_VARIANTS } from "./slack.ts";
import { TELEGRAM_VARIANTS } from "./telegram.ts";
import type { FormatVariant } from "./variant.ts";

export const FORMAT_VARIANTS: readonly FormatVariant[] = [
  ...TELEGRAM_VARIANTS,
  ...SLACK_VARIANTS,
  ...DISCORD_VARIANTS,
];
