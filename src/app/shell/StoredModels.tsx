/** @file Which models take room on this device, where a full disk is told. */
import { useEffect, type ReactElement } from "react";
import { CATALOG } from "#models/catalog";
import { formatBytes } from "#app/format.ts";
import { downloads, useDownloads } from "#app/state/downloads.ts";

export function StoredModels(): ReactElement | null {
  const models = useDownloads((state) => state.models);
  useEffect(() => {
    // Some may not have been asked about yet. One that can't be looked up is left out.
    for (const { id } of CATALOG) void downloads.check(id).catch(() => undefined);
  }, []);
  const stored = CATALOG.flatMap(({ id, name }) => {
    const bytes = models[id]?.install?.storedBytes ?? 0;
    return bytes > 0 ? [`${name} (${formatBytes(bytes)})`] : [];
  });
  if (stored.length === 0) return null;
  return <p>Models on this device: {stored.join(", ")}. Each can be deleted under Models.</p>;
}
