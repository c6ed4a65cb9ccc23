/** @file Says that the browser has removed pieces of a model that was complete. */
import type { ReactElement } from "react";
import type { CatalogEntry } from "#models/catalog";
import { useDownload } from "#app/state/downloads.ts";
import { Notice } from "#app/ui/Notice.tsx";
import { evictionText } from "./install-text.ts";

export function EvictionNotice({ entry }: { readonly entry: CatalogEntry }): ReactElement | null {
  const { install, evicted } = useDownload(entry.id);
  if (!evicted || !install) return null;
  return (
    <Notice kind="warning" title={`Part of ${entry.name} is gone`}>
      {evictionText(install)}
    </Notice>
  );
}
