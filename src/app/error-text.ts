/**
 * @file What a person reads for each way Hearth can fail: a title, the cause, one next step. The only place where an
 * error becomes text.
 */
import type { ErrorCode, ErrorDetails } from "#shared/errors";
import { archiveCause } from "./archive-error-text.ts";
import { formatBytes } from "./format.ts";
import {
  pictureCountCause,
  pictureDamageCause,
  pictureKindCause,
  pictureSizeCause,
} from "./picture-error-text.ts";
import { READABLE } from "./readable.ts";

/** What a button beside the text does; the view that shows the error connects it. */
export type ErrorAction = "retry" | "reload" | "use-here" | "new-chat" | "download-again" | "open-models";

export interface ErrorText {
  readonly title: string;
  readonly cause: (details: ErrorDetails) => string;
  readonly nextStep: string;
  readonly action?: ErrorAction;
}

const ACTION_LABELS = {
  retry: "Try again",
  reload: "Reload",
  "use-here": "Use it here",
  "new-chat": "New chat",
  "download-again": "Download again",
  "open-models": "Open Models",
} as const satisfies Record<ErrorAction, string>;

const ERROR_TEXTS = {
  "wasm-threads-missing": {
    title: "This browser gives Hearth no threads",
    cause: () =>
      "The page got no shared memory (SharedArrayBuffer), so a model runs on one processor core: slowly, or not at all. That happens in old browsers, or when the server does not send Hearth's security headers.",
    nextStep:
      "Use a current Chrome, Edge, Firefox or Safari, or ask whoever hosts this page about its headers.",
    action: "reload",
  },
  "webgpu-missing": {
    title: "No graphics processor to use",
    cause: ({ feature, limit }) => {
      if (feature === "shader-f16") return "It has no 16-bit floats, and this model needs them.";
      return typeof limit === "string"
        ? `It is too small for this model (${limit}).`
        : "The browser offers no WebGPU here, and this model needs it.";
    },
    nextStep: "Choose a model that runs on the processor, or switch on hardware acceleration in the browser.",
    action: "open-models",
  },
  "gpu-wrong": {
    title: "The graphics processor computes wrongly",
    cause: () => "Hearth compared it with known results before using it, and it gave others.",
    nextStep: "Run the model on the processor instead, or update the browser and the graphics driver.",
    action: "open-models",
  },
  "device-lost": {
    title: "The graphics processor went away",
    cause: () =>
      "The browser or the system took it back, after a crash, a driver update or for want of memory.",
    nextStep: "Load the model again.",
    action: "retry",
  },
  "engine-failed": {
    title: "The model stopped working",
    cause: () => "The engine reported an error and was shut down. Your chat is saved.",
    nextStep: "Load the model again.",
    action: "retry",
  },
  "engine-busy": {
    title: "The model is still answering",
    cause: () => "It works on one request at a time.",
    nextStep: "Wait for the answer or stop it, then try again.",
    action: "retry",
  },
  "engine-not-loaded": {
    title: "No model is loaded",
    cause: () => "Hearth needs a model in memory to answer.",
    nextStep: "Download or load a model first.",
    action: "open-models",
  },
  "context-full": {
    title: "This chat is too long for the model",
    cause: (details) => contextCause(details),
    nextStep: "Start a new chat, or edit your last message to make it shorter.",
    action: "new-chat",
  },
  "grammar-invalid": {
    title: "The form of the answer cannot be used",
    cause: () => "The answer was to follow a schema that is wrong, or larger than Hearth can follow.",
    nextStep: "Ask without a schema, or with a simpler one.",
  },
  "out-of-memory": {
    title: "Not enough memory for this model",
    cause: (details) => memoryCause(details),
    nextStep: "Close other tabs or programs, then load it again.",
    action: "retry",
  },
  "gpu-out-of-memory": {
    title: "The graphics processor has no memory left",
    cause: () => "The model, this chat and its pictures need more than there was. Your chat is saved.",
    nextStep:
      "Load the model again: it then keeps half as much of a chat in mind. Closing other tabs helps too.",
    action: "retry",
  },
  "worker-crashed": {
    title: "The model's process ended",
    cause: () => "The browser ended the background process that runs the model. Nothing stored is lost.",
    nextStep: "Start it again.",
    action: "retry",
  },
  "guard-missing": {
    title: "The safety check has no model",
    cause: ({ name }) =>
      `${typeof name === "string" ? name : "The chosen guard model"} is not on this device.`,
    nextStep: "Download it under Models, or switch the safety check off in the settings.",
    action: "open-models",
  },
  "guard-no-room": {
    title: "No memory for the safety check",
    cause: (details) => guardRoomCause(details),
    nextStep: "Use a smaller model to chat with, or switch the safety check off in the settings.",
    action: "open-models",
  },
  "download-failed": {
    title: "The download did not finish",
    cause: (details) => `${downloadCause(details)} The pieces that are verified are kept.`,
    nextStep: "Continue the download when the connection is better.",
    action: "retry",
  },
  "download-not-weights": {
    title: "The server sent something else",
    cause: () =>
      "What arrived is not the model but another kind of file, such as a sign-in page of the network. None of it was kept.",
    nextStep: "Check whether this network asks you to sign in, then continue the download.",
    action: "retry",
  },
  offline: {
    title: "You are offline",
    cause: () => "The model is not on this device yet, and getting it needs the network once.",
    nextStep: "Connect and continue the download. Reading messages and the calendar work without a model.",
    action: "retry",
  },
  "weights-corrupt": {
    title: "A piece of the model is damaged",
    cause: (details) => corruptCause(details),
    nextStep: "Download the damaged piece again; the good ones are kept.",
    action: "download-again",
  },
  "weights-missing": {
    title: "Part of the model is missing",
    cause: (details) => missingCause(details),
    nextStep: "Download the missing pieces; the others are kept.",
    action: "download-again",
  },
  "weights-unsupported": {
    title: "This model file can't be used",
    cause: () => "It is cut short, or of a kind that this version of Hearth does not read.",
    nextStep: "Choose another model.",
    action: "open-models",
  },
  "model-too-large": {
    title: "This model is too large for a browser",
    cause: (details) => tooLargeCause(details),
    nextStep: "Choose a smaller model. Nothing was downloaded.",
    action: "open-models",
  },
  "model-files-missing": {
    title: "Not all files of the model are there",
    cause: ({ file }) =>
      typeof file === "string"
        ? `${file} is not among the files you chose.`
        : "Some are not among the files you chose.",
    nextStep: "Choose the folder that holds all files of this model.",
  },
  "model-file-wrong": {
    title: "This file is not the model's",
    cause: ({ file }) =>
      `${typeof file === "string" ? file : "One of the files you chose"} has the right name but other contents than this model's file: it is another model's, another version, or cut short. It was not kept.`,
    nextStep: "Choose the file of this model, or download it.",
  },
  "storage-full": {
    title: "No room left to store this",
    cause: (details) => fullCause(details),
    nextStep: "Free some space on the device or delete a model you don't use, then try again.",
    action: "retry",
  },
  "storage-unavailable": {
    title: "The browser does not let Hearth store anything",
    cause: ({ reason }) => {
      if (reason === "blocked") return "Another open window of Hearth holds the database.";
      if (reason === "silent") return "The browser's storage does not answer.";
      return "This happens in private windows, when site data is blocked, or when the profile is damaged.";
    },
    nextStep: "Close other windows of Hearth, or open it in a normal window, then reload.",
    action: "reload",
  },
  "storage-newer": {
    title: "A newer Hearth has been here",
    cause: () => "Your data was stored by a newer version of Hearth, and this tab still runs the older one.",
    nextStep: "Reload to get the new version.",
    action: "reload",
  },
  "import-empty": {
    title: "There is nothing in this file",
    cause: () => "It is empty, or holds only spaces.",
    nextStep: "Export the chat again, or choose another file.",
  },
  "import-too-big": {
    title: "This file is too big",
    cause: (details) => sizeCause(details),
    nextStep: "Export the chat without media, or a shorter part of it.",
  },
  "import-binary": {
    title: "This is not a text file",
    cause: () => "It looks like a picture, a recording or a program.",
    nextStep: "Choose the file that the messenger's own export made.",
  },
  "import-unsupported": {
    title: "Hearth can't read this kind of file yet",
    cause: (details) => unsupportedCause(details),
    nextStep: "Export the chat as text, or paste it.",
  },
  "import-unrecognised": {
    title: "No messages were found",
    cause: () => `Hearth reads ${READABLE}. This text is none of them.`,
    nextStep: "Check that it is the exported chat, or paste the messages as “Name: text” lines.",
  },
  "import-encoding": {
    title: "The letters of this file can't be read",
    cause: () => "It is stored in an encoding that is not Unicode.",
    nextStep: "Save it as UTF-8 in a text editor, then choose it again.",
  },
  "import-archive-unsafe": {
    title: "This archive is not safe to open",
    cause: archiveCause,
    nextStep: "Choose an archive made by your messenger's own export.",
  },
  "import-archive-encrypted": {
    title: "This archive has a password",
    cause: () => "Hearth can't open protected archives.",
    nextStep: "Unpack it yourself and choose the file with the messages inside.",
  },
  "import-interrupted": {
    title: "The import was interrupted",
    cause: () => "It ended before everything was stored, so nothing of it was added.",
    nextStep: "Import the file again.",
    action: "retry",
  },
  "import-stuck": {
    title: "Reading stopped responding",
    cause: ({ fraction }) =>
      `${typeof fraction === "number" ? `It had read ${Math.round(fraction * 100)}% of the file and` : "It"} came no further, so it was ended. Nothing was stored.`,
    nextStep: "Try it again. If it stops at the same place, export the chat anew or in smaller parts.",
    action: "retry",
  },
  "model-without-vision": {
    title: "This model cannot see pictures",
    cause: () => "It reads text only, and there is a picture in the chat.",
    nextStep: "Choose a model that sees pictures, or take the picture out.",
    action: "open-models",
  },
  "picture-empty": {
    title: "There is nothing in this picture",
    cause: () => "The file has 0 bytes: it was not copied or downloaded to its end.",
    nextStep: "Add the picture again from where it came.",
  },
  "picture-unsupported": {
    title: "Hearth can't look at this kind of file",
    cause: (details) => pictureKindCause(details),
    nextStep: "Save it as a JPEG or PNG picture, then add that.",
  },
  "picture-too-big": {
    title: "This picture is too big",
    cause: (details) => pictureSizeCause(details),
    nextStep: "Make it smaller, or cut out the part that your question is about.",
  },
  "picture-damaged": {
    title: "This picture is damaged",
    cause: (details) => pictureDamageCause(details),
    nextStep: "Add it again from where it came, or choose another one.",
  },
  "picture-too-many": {
    title: "Too many pictures in this chat",
    cause: (details) => pictureCountCause(details),
    nextStep: "Start a new chat, or remove a picture from your message.",
    action: "new-chat",
  },
  "picture-with-tools": {
    title: "Looking and acting are two questions",
    cause: () => "No model of this family can use tools while there is a picture in the question.",
    nextStep: "Ask what the picture shows first, then ask for what should be done with it.",
  },
  "picture-missing": {
    title: "A picture of this chat is gone",
    cause: () => "The browser has removed the file, so the model can't look at it again.",
    nextStep: "Start a new chat and add the picture there.",
    action: "new-chat",
  },
  "reading-failed": {
    title: "The text could not be read",
    cause: () => "The reader did not start, or ran out of memory.",
    nextStep: "Close other tabs, then try again.",
    action: "retry",
  },
  "reading-language-missing": {
    title: "This language is not here yet",
    cause: () => "Its data could not be fetched.",
    nextStep: "Go online once, or choose English.",
    action: "retry",
  },
  "draft-invalid": {
    title: "This event is not complete",
    cause: () => "A calendar file needs a title and an end after the start.",
    nextStep: "Correct the marked fields.",
  },
  "calendar-check-failed": {
    title: "The calendar file was not written",
    cause: () => "Reading it back gave something other than the draft, so it was thrown away.",
    nextStep: "Change the draft and try again, and please report this with the diagnostics.",
  },
  "calendar-unreadable": {
    title: "This calendar cannot be read",
    cause: ({ reason }) =>
      reason === "too-big"
        ? "It has more than 20 MB, more than Hearth reads at once."
        : reason === "empty"
          ? "The file is empty."
          : "The file holds no calendar: nothing in it begins one.",
    nextStep: "Export the calendar again as an .ics file, or a shorter part of it.",
  },
  "other-tab-active": {
    title: "Hearth is open in another tab",
    cause: () => "Only one tab at a time can hold the model; two would need twice the memory.",
    nextStep:
      "Go to the other tab, or use the model here and stop it there. When that tab closes, this one goes on by itself.",
    action: "use-here",
  },
  "job-elsewhere": {
    title: "Another tab works on this",
    cause: () => "A request to the assistant is worked on in one tab at a time.",
    nextStep: "Wait until it is done there, or stop it there.",
  },
  unexpected: {
    title: "Something went wrong",
    cause: () => "Hearth ran into a case it does not know. What is stored is not affected.",
    nextStep: "Try again. If it comes back, copy the diagnostics and report it.",
    action: "retry",
  },
} as const satisfies Record<ErrorCode, ErrorText>;

/** One failure in words. */
export interface ExplainedError {
  readonly title: string;
  readonly cause: string;
  readonly nextStep: string;
  readonly action?: { readonly kind: ErrorAction; readonly label: string };
}

export function explainError(error: {
  readonly code: ErrorCode;
  readonly details?: ErrorDetails;
}): ExplainedError {
  const text: ErrorText = ERROR_TEXTS[error.code];
  return {
    title: text.title,
    cause: text.cause(error.details ?? {}),
    nextStep: text.nextStep,
    ...(text.action ? { action: { kind: text.action, label: ACTION_LABELS[text.action] } } : {}),
  };
}

function contextCause(details: ErrorDetails): string {
  const { promptTokens, contextTokens } = details;
  if (typeof promptTokens !== "number" || typeof contextTokens !== "number")
    return "Your messages and the answers so far no longer fit into what the model can read at once.";
  const [needed, limit] = [promptTokens, contextTokens].map((count) => count.toLocaleString("en"));
  return `It has ${needed} tokens, and the model reads at most ${limit}. Nothing was cut off behind your back.`;
}

function guardRoomCause({ neededBytes, availableBytes }: ErrorDetails): string {
  const sentence = "The guard and the model you chat with have to be in memory at the same time.";
  return typeof neededBytes === "number" && typeof availableBytes === "number"
    ? `${sentence} Together they need ${formatBytes(neededBytes)}; there is room for ${formatBytes(availableBytes)}.`
    : sentence;
}

/** Which one, where that is known: whoever gives it out may have to be asked. */
function corruptCause({ piece, file, reason, format, field, tensor }: ErrorDetails): string {
  const name = [piece, file].find((value) => typeof value === "string");
  if ((format ?? field ?? tensor) !== undefined)
    return `${name ?? "One of its files"} contradicts itself, so it is not used.`;
  const what = reason === "length" ? "length" : "checksum";
  return `The ${what} of ${name ?? "one of them"} is not the expected one, so it is not used.`;
}

function missingCause({ storedPieces, totalPieces }: ErrorDetails): string {
  return typeof storedPieces === "number" && typeof totalPieces === "number"
    ? `${totalPieces - storedPieces} of ${totalPieces} pieces are not there any more; the browser may have removed them.`
    : "The browser may have removed it to free space.";
}

function sizeCause({ sizeBytes, limitBytes }: ErrorDetails): string {
  return typeof sizeBytes === "number" && typeof limitBytes === "number"
    ? `It has ${formatBytes(sizeBytes)}; Hearth reads up to ${formatBytes(limitBytes)}.`
    : "It is larger than what Hearth reads in one piece.";
}

/** Files that people take for a chat export, by `kind` of the error. */
const FILE_KINDS = new Map<unknown, string>([
  ["pdf", "a PDF"],
  ["docx", "a Word document"],
  ["image", "a picture"],
  ["audio", "a recording"],
  ["video", "a video"],
  ["xlsx", "a spreadsheet"],
  ["json", "a JSON file without a chat that Hearth knows"],
  ["xml", "an XML file without a chat that Hearth knows"],
  ["html", "a web page"],
  ["crypt15", "an encrypted backup of WhatsApp"],
  ["signal-backup", "an encrypted backup of Signal"],
  ["sqlite", "a database"],
  ["pst", "a mailbox of Outlook"],
  ["msg", "a mail of Outlook"],
  ["ics", "a calendar file"],
  ["zip", "an archive in which no export that Hearth knows, or more than one chat, was found"],
  ["tar", "an archive in which no export that Hearth knows, or more than one chat, was found"],
]);

/** Where the app that made such a file has an export that can be read. */
const EXPORT_WAYS = new Map<unknown, string>([
  ["crypt15", "In WhatsApp, open the chat and use More, Export chat, Without media."],
  ["signal-backup", "In Signal Desktop, use Settings, Chats, Export chat history."],
  ["pst", "In Outlook, drag the mails into a folder to save them as .eml, then pack them as .zip."],
  ["msg", "In Outlook, save the mail as .eml."],
]);

function unsupportedCause({ kind }: ErrorDetails): string {
  const readable = `Hearth reads ${READABLE}.`;
  const name = FILE_KINDS.get(kind);
  if (name === undefined) return readable;
  return `This is ${name}. ${EXPORT_WAYS.get(kind) ?? readable}`;
}

function tooLargeCause({
  memoryBytes,
  weightBytes,
  kvBytes,
  contextTokens,
  limitBytes,
}: ErrorDetails): string {
  const numbers = [memoryBytes, weightBytes, kvBytes, contextTokens, limitBytes];
  if (!numbers.every((value) => typeof value === "number")) {
    return "It needs more memory than a browser gives to one page.";
  }
  const [memory, weights, kv, , limit] = numbers.map((value) => formatBytes(value));
  return `It needs ${memory} of memory (${weights} for its weights in 4 bits, ${kv} for ${numbers[3]?.toLocaleString("en")} tokens of context, the rest for a picture and to work in). Hearth gives one model in a browser ${limit} at most.`;
}

function fullCause({ missingBytes, availableBytes, reason }: ErrorDetails): string {
  if (reason === "folder") return "The disk with the folder you chose is full.";
  if (typeof missingBytes === "number" && typeof availableBytes === "number") {
    return `The model needs another ${formatBytes(missingBytes)}, and the browser gives this page ${formatBytes(availableBytes)}. Nothing was downloaded.`;
  }
  const full = "The disk, or the part of it the browser gives to this page, is full.";
  return typeof missingBytes === "number"
    ? `${full} The rest of the model needs another ${formatBytes(missingBytes)}. What was stored before is safe.`
    : `${full} What was stored before is safe.`;
}

function memoryCause({ bytes, neededBytes, availableBytes }: ErrorDetails): string {
  if (typeof neededBytes === "number" && typeof availableBytes === "number") {
    return `It needs ${formatBytes(neededBytes)} here, and there are ${formatBytes(availableBytes)}. Nothing was loaded.`;
  }
  return typeof bytes === "number"
    ? `The browser could not give it another ${formatBytes(bytes)}.`
    : "The browser could not give the model the memory it needs.";
}

function downloadCause({ reason, status }: ErrorDetails): string {
  if (status === 401 || status === 403) return `The server refused to give the files (status ${status}).`;
  if (typeof status === "number") return `The server answered with status ${status}.`;
  return DOWNLOAD_CAUSES.get(reason) ?? "The server could not be reached, or the connection broke.";
}

const DOWNLOAD_CAUSES = new Map<unknown, string>([
  ["stalled", "For half a minute nothing arrived."],
  ["cut-off", "The server ended a piece too early."],
  ["wrong-range", "The server sent another part of the file than the one asked for."],
  ["range-ignored", "The server sends whole files only, and this one is too large to start over each time."],
  ["changed", "The files on the server were replaced in the middle of the download."],
  ["redirect", "The server sent Hearth on to a place that is not safe."],
  ["mirror", "The address of the mirror is not an https address."],
  ["length", "The server does not say how long the file is."],
]);
