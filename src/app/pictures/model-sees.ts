/** @file Whether a model sees pictures. Apart from sight.ts, which the first load does without. */
import { findModel, type CatalogEntry } from "#models/catalog";

export function seesPictures({ capabilities }: Pick<CatalogEntry, "capabilities">): boolean {
  return capabilities.includes("vision");
}

/** By catalog id; an unknown model sees none. */
export function modelSees(modelId: string): boolean {
  const entry = findModel(modelId);
  return entry !== undefined && seesPictures(entry);
}
