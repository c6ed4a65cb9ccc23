/** @file How pictures come into a chat: one function for every way in, and the file picker and camera that lead to it. */
import { addAttachments, MAX_ATTACHMENTS } from "#app/state/chats-attachments.ts";
import { COMPOSER_ID } from "#app/chat/composer-id.ts";
import { currentRoute, navigate } from "#app/state/route.ts";
import { toast } from "#app/ui/toast.ts";

/** Without HEIC, so that iPhones hand out JPEG instead. */
const PICKED_TYPES = "image/png,image/jpeg,image/webp,image/gif,image/avif";

/** Keeps the picker's element while it is open: browsers may collect one that nobody holds. */
let picker: HTMLInputElement | null = null;

/**
 * Puts files beside the message field of the open chat, or of a new one when another view is open. What is no picture
 * gets its sentence there.
 */
export function attachPictures(files: Iterable<File>): void {
  const route = currentRoute();
  const chatId = route.view === "chat" ? route.chatId : null;
  if (route.view !== "chat") navigate({ view: "chat", chatId: null });
  attachToChat(chatId, files);
}

/** As `attachPictures`, for a chat that is known. */
export function attachToChat(chatId: string | null, files: Iterable<File>): void {
  const added = [...files];
  if (added.length === 0) return;
  const leftOut = addAttachments(chatId, added);
  if (leftOut > 0)
    toast(
      `A question takes up to ${MAX_ATTACHMENTS} pictures. ${leftOut} of these ${added.length} were left out.`,
    );
  // After the view has been drawn.
  requestAnimationFrame(() => document.getElementById(COMPOSER_ID)?.focus());
}

/** Opens the file picker, or the camera where the device has one. Call it from a click. */
export function pickPictures(from: "files" | "camera"): void {
  picker = document.createElement("input");
  picker.type = "file";
  picker.accept = from === "camera" ? "image/*" : PICKED_TYPES;
  if (from === "camera") picker.setAttribute("capture", "environment");
  else picker.multiple = true;
  picker.addEventListener("change", () => attachPictures(picker?.files ?? []), { once: true });
  picker.click();
}

/**
 * In views that take files of another kind: pictures go to a chat there too.
 * @returns false when the files are others
 */
export function attachIfPictures(files: FileList): boolean {
  const all = [...files];
  if (all.length === 0 || !all.every(isPictureFile)) return false;
  attachPictures(all);
  return true;
}

/** Files that call themselves pictures; whether they are is found out when they are opened. */
export function isPictureFile({ type }: Blob): boolean {
  return type.startsWith("image/");
}
