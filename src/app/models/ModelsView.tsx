/** @file The models Hearth offers, and what this device brings for them. */
import type { ReactElement } from "react";
import { CATALOG } from "#models/catalog";
import { Page } from "#app/ui/Page.tsx";
import { DeviceFacts } from "./DeviceFacts.tsx";
import { DeviceNotice } from "./DeviceNotice.tsx";
import { MirrorSection } from "./MirrorSection.tsx";
import { ModelCard } from "./ModelCard.tsx";

export default function ModelsView(): ReactElement {
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
