/** @file What a model's card says in few words. */
import type { CatalogEntry } from "#models/catalog";
import { deviceMemoryGb, knownMemoryBytes } from "#app/state/device-memory.ts";
import type { ModelDownload } from "#app/state/downloads-state.ts";

export function cardState({ install, activity, evicted }: ModelDownload, loaded: boolean): string {
  if (activity?.phase === "downloading") return "downloading";
  if (loaded) return "loaded";
  if (evicted) return "needs repair";
  if (install?.complete) return "on this device";
  return install && install.storedPieces > 0 ? "partly downloaded" : "not downloaded";
}

/** `English`, or `8 languages`. */
export function languagesText(languages: readonly string[]): string {
  const [only, ...others] = languages;
  if (others.length > 0) return `${languages.length} languages`;
  return new Intl.DisplayNames("en", { type: "language" }).of(only ?? "en") ?? "English";
}

/** What this browser lacks for the model; null when nothing is known to be missing. */
export function deviceText({ device, memoryBytes }: CatalogEntry): string | null {
  const { gpu } = navigator as { gpu?: unknown };
  if (device.webgpu && !gpu) return "needs WebGPU, which this browser does not offer";
  const known = knownMemoryBytes(deviceMemoryGb());
  return known !== null && memoryBytes > known ? "more than this device's memory" : null;
}
