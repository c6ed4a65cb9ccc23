/** @file Whether a question can be sent now, and if not, why. */
import { isRead, type Attachment } from "#app/state/chats-attachments.ts";
import type { EngineStatus } from "#app/state/engine-status.ts";
import { downloadFraction } from "#app/shell/model-summary.ts";

/** The reason in words, or null when the model takes questions. */
export function sendBlockedReason(status: EngineStatus): string | null {
  switch (status.phase) {
    case "ready":
    case "generating":
      return null;
    case "unknown":
      return "Looking for the model on this device…";
    case "not-installed":
      return "Download the model to send messages.";
    case "downloading":
      return `The model is downloading (${Math.floor(downloadFraction(status) * 100)}%). You can write already.`;
    case "installed":
      return "The model is not loaded.";
    case "loading":
      return "The model is loading. You can write already.";
    case "failed":
      return status.error.code === "other-tab-active"
        ? "Hearth is open in another tab."
        : "The model could not start. See above.";
    default:
      return status satisfies never;
  }
}

/** Why a question can't be sent with what is attached to it; null when nothing speaks against it. */
export function pictureBlockedReason(attachments: readonly Attachment[], modelSees: boolean): string | null {
  if (attachments.some(({ phase }) => phase === "opening")) return "The picture is being opened…";
  return modelSees || isRead(attachments)
    ? null
    : "Read its text, choose a model that sees pictures, or take the picture out.";
}

/** What a key press in the message field does. */
export function isSendKey(
  press: {
    readonly key: string;
    readonly shiftKey: boolean;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
  },
  sendKey: "enter" | "mod-enter",
): boolean {
  if (press.key !== "Enter" || press.shiftKey) return false;
  return sendKey === "enter" || press.ctrlKey || press.metaKey;
}
