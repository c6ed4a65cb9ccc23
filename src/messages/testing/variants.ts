/** @file Every format in every variant that tests write. */
import { DISCORD_VARIANTS } from "./discord.ts";
import { GOOGLE_CHAT_VARIANTS } from "./google-chat.ts";
import { IMESSAGE_VARIANTS } from "./imessage.ts";
import { MAIL_VARIANTS } from "./mail.ts";
import { META_VARIANTS } from "./meta.ts";
import { SIGNAL_VARIANTS } from "./signal.ts";
import { SLACK_VARIANTS } from "./slack.ts";
import { SMS_VARIANTS } from "./sms.ts";
import { TEAMS_VARIANTS } from "./teams.ts";
import { TELEGRAM_VARIANTS } from "./telegram.ts";
import { TRANSCRIPT_VARIANTS } from "./transcript.ts";
import type { FormatVariant } from "./variant.ts";

export const FORMAT_VARIANTS: readonly FormatVariant[] = [
  ...TELEGRAM_VARIANTS,
  ...SLACK_VARIANTS,
  ...DISCORD_VARIANTS,
  ...META_VARIANTS,
  ...GOOGLE_CHAT_VARIANTS,
  ...TEAMS_VARIANTS,
  ...SIGNAL_VARIANTS,
  ...IMESSAGE_VARIANTS,
  ...SMS_VARIANTS,
  ...MAIL_VARIANTS,
  ...TRANSCRIPT_VARIANTS,
];
