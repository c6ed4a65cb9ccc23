/** @file The models Hearth offers, and what this device brings for them. */
import { useEffect, type ReactElement } from "react";
import { CATALOG } from "#models/catalog";
import { Page } from "#app/ui/Page.tsx";
import { toast } from "#app/ui/toast.ts";
import { DeviceFacts } from "./DeviceFacts.tsx";
import { DeviceNotice } from "./DeviceNotice.tsx";
import { MirrorSection } from "./MirrorSection.tsx";
import { ModelCard } from "./ModelCard.tsx";

export default function ModelsView(): ReactElement {
  useEffect(refuseStrayFiles, []);
  return (
    <Page
      title="Models"
      lead="A model is downloaded once, checked piece by piece, and then runs on this device without a network."
    >
      <DeviceNotice />
      {CATALOG.map((entry) => (
        <ModelCard key={entry.id} entry={entry} />
      ))}
      <MirrorSection />
      <DeviceFacts />
    </Page>
  );
}

/** Files dropped beside every card: the browser would open them in place of the app. */
function refuseStrayFiles(): () => void {
  const events = new AbortController();
  window.addEventListener("dragover", onDrag, { signal: events.signal });
  window.addEventListener("drop", onDrag, { signal: events.signal });
  return () => events.abort();
}

function onDrag(event: DragEvent): void {
  // A card that takes them has said so already.
  if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  if (event.type === "drop") toast("Drop the files on the card of the model they belong to.");
}
