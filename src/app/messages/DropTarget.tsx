/** @file Takes files dropped and text pasted anywhere on the view. */
import { useEffect, type ReactElement } from "react";
import { FileDrop } from "#app/ui/FileDrop.tsx";
import { importDrop, importFiles, importText } from "./import-actions.ts";

export function DropTarget(): ReactElement {
  useEffect(() => {
    document.addEventListener("paste", takePaste);
    return () => document.removeEventListener("paste", takePaste);
  }, []);
  return <FileDrop icon="upload" label="Drop the chat export to read it" onFiles={importDrop} />;
}

/** Ctrl+V outside of a text field, and not while a dialog is open. */
function takePaste(event: ClipboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog:modal")) return;
  const { clipboardData } = event;
  const text = clipboardData?.getData("text/plain") ?? "";
  if (clipboardData?.files.length) importFiles(clipboardData.files);
  else if (text.trim() !== "") importText(text);
  else return;
  event.preventDefault();
}
