/** @file Which models see pictures, and which of them this device can run, in plain words. */
import { CATALOG, isBeyondBrowsers, type CatalogEntry } from "#models/catalog";
import { deviceText } from "#app/models/card-text.ts";
import { chooseModel } from "#app/state/engine.ts";
import type { InstallState } from "#workers/protocol-models";
import { seesPictures } from "./model-sees.ts";

/** One sentence for a model's card. */
export function sightText(entry: CatalogEntry): string {
  if (!seesPictures(entry)) return "Reads text only: it can't see pictures.";
  if (isBeyondBrowsers(entry)) return "Sees pictures, but it is too large for any browser.";
  const lacking = deviceText(entry);
  return lacking === null
    ? "Sees pictures, and nothing speaks against running it on this device."
    : `Sees pictures, but this device can't run it: ${lacking}.`;
}

/** Models that answer questions about pictures, on a device that can run them. */
export const SEEING_MODELS: readonly CatalogEntry[] = CATALOG.filter(
  (entry) => seesPictures(entry) && entry.capabilities.includes("text") && !isBeyondBrowsers(entry),
);

/**
 * The model to offer to someone with a picture: the largest of those that are installed and can run here, else the one that
 * comes with the app, which runs anywhere and needs no download from elsewhere.
 */
export function modelToOffer(installs: Readonly<Record<string, InstallState>>): CatalogEntry | null {
  const usable = SEEING_MODELS.filter(
    (entry) => installs[entry.id]?.complete === true && deviceText(entry) === null,
  );
  const [largest] = usable.toSorted((a, b) => b.memoryBytes - a.memoryBytes);
  return largest ?? SEEING_MODELS.find(({ source }) => source.kind === "bundled") ?? null;
}

/** Switches to a model; one that comes with the app is fetched at once, any other says in the chat what is missing. */
export function switchTo({ id, source }: CatalogEntry): Promise<void> {
  return chooseModel(id, { download: source.kind === "bundled" });
}
