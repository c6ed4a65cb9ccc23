/** @file All formats that are read, in one list for each way to recognise them. A new format is one more entry. */
import { discordImporter } from "./discord/importer.ts";
import { hangoutsImporter } from "./google-chat/hangouts.ts";
import { googleChatArchiveImporter, googleChatFileImporter } from "./google-chat/importer.ts";
import { imessageHtmlImporter, imessageImporter } from "./imessage/importer.ts";
import type { ArchiveImporter, Importer } from "./importer.ts";
import { emlImporter, mboxImporter } from "./mail/importer.ts";
import { metaArchiveImporter, metaFileImporter } from "./meta/importer.ts";
import { pasteImporter } from "./paste/importer.ts";
import { signalDesktopImporter } from "./signal/desktop.ts";
import {
  sigexportArchiveImporter,
  sigexportJsonImporter,
  sigexportMarkdownImporter,
} from "./signal/sigexport.ts";
import { slackArchiveImporter, slackDayImporter } from "./slack/importer.ts";
import { smsImporter } from "./sms/importer.ts";
import { teamsGraphImporter } from "./teams/graph.ts";
import { teamsImporter } from "./teams/importer.ts";
import { telegramHtmlImporter } from "./telegram/html.ts";
import { telegramImporter } from "./telegram/importer.ts";
import { transcriptImporter } from "./transcript/importer.ts";
import { vcardImporter } from "./vcard/importer.ts";
import { whatsappImporter } from "./whatsapp/importer.ts";

/** Formats that say themselves, part by part, how their letters are encoded. */
export const BYTE_IMPORTERS: readonly Importer[] = [mboxImporter, emlImporter];
/** Formats with a mark of their own. */
export const MARKED_IMPORTERS: readonly Importer[] = [
  telegramImporter,
  telegramHtmlImporter,
  discordImporter,
  slackDayImporter,
  metaFileImporter,
  googleChatFileImporter,
  hangoutsImporter,
  teamsImporter,
  teamsGraphImporter,
  signalDesktopImporter,
  sigexportJsonImporter,
  sigexportMarkdownImporter,
  imessageImporter,
  imessageHtmlImporter,
  smsImporter,
  transcriptImporter,
  vcardImporter,
];
/** Lines that a text of any kind may happen to have: tried when no known format claims the file. In order of preference. */
export const LINE_IMPORTERS: readonly Importer[] = [whatsappImporter, pasteImporter];
/** Exports of many files. */
export const ARCHIVE_IMPORTERS: readonly ArchiveImporter[] = [
  slackArchiveImporter,
  metaArchiveImporter,
  googleChatArchiveImporter,
  sigexportArchiveImporter,
];
