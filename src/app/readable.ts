/** @file Names what Hearth reads, in one place for all sentences that say it. */

/** Part of a sentence: "Hearth reads ...". */
export const READABLE =
  "chats exported from WhatsApp, Telegram, Slack, Discord, Signal, iMessage, Messenger, Instagram, Google Chat, Teams or SMS, e-mail (.eml, .mbox), transcripts (VTT, SRT), contacts (.vcf) and plain “Name: text” lines";
