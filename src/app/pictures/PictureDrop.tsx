/** @file Takes pictures dropped or pasted anywhere. */
import { useEffect, type ReactElement } from "react";
import { FileDrop } from "#app/ui/FileDrop.tsx";
import { attachPictures, isPictureFile } from "./attach-pictures.ts";

export default function PictureDrop(): ReactElement {
  useEffect(() => {
    document.addEventListener("paste", takePaste);
    return () => document.removeEventListener("paste", takePaste);
  }, []);
  return <FileDrop icon="picture" label="Drop the picture to ask about it" onFiles={attachPictures} />;
}

/** Not while a dialog is open, and not where text that is copied along with a picture goes into a field. */
function takePaste(event: ClipboardEvent): void {
  if (document.querySelector("dialog:modal")) return;
  const { clipboardData, target } = event;
  const pictures = [...(clipboardData?.files ?? [])].filter(isPictureFile);
  if (pictures.length === 0) return;
  const inField = target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
  if (inField && clipboardData?.getData("text/plain").trim()) return;
  event.preventDefault();
  attachPictures(pictures);
}
