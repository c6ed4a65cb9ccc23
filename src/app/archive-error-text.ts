/** @file Why an archive is not opened: one sentence for each thing that no messenger's export has. */
import type { ErrorDetails } from "#shared/errors";

const CAUSES: ReadonlyMap<unknown, string> = new Map([
  ["damaged", "It is damaged or cut short, so that it can't be unpacked."],
  ["path", "One of its files would land outside the archive's own folder."],
  ["duplicate-name", "Two of its files have the same name, so it can't be said which one is meant."],
  ["overlap", "Its files lie on top of each other: it is made to unpack to far more than it holds."],
  ["ratio", "Its text unpacks to far more than it holds, as no real chat does. Nothing was imported."],
  ["nested", "The text in it is another archive."],
]);

export function archiveCause({ reason, limit }: ErrorDetails): string {
  if (reason === "too-many-entries" && typeof limit === "number")
    return `It holds more than ${limit.toLocaleString("en")} files.`;
  return CAUSES.get(reason) ?? "It would unpack to far more than its size, or to places outside itself.";
}
