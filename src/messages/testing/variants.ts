/** @file Every format in every variant that tests write. */
import { DISCORD_VARIANTS } from "./discord.ts";
import { GOOGLE_CHAT_VARIANTS } from "./google-chat.ts";
import { META_VARIANTS } from "./meta.ts";
import { SLACK_VARIANTS } from "./slack.ts";
import { TEAMS_VARIANTS } from "./teams.ts";
import { TELEGRAM_VARIANTS } from "./telegram.ts";
import type { FormatVariant } from "./variant.ts";

export const FORMAT_VARIANTS: readonly FormatVariant[] = [
  ...TELEGRAM_VARIANTS,
  ...SLACK_VARIANTS,
  ...DISCORD_VARIANTS,
  ...META_VARIANTS,
  ...GOOGLE_CHAT_VARIANTS,
  ...TEAMS_VARIANTS,
];
