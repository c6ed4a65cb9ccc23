/** @file The numbers of a download and the steps of a load, in words. */
import { formatBytes, formatSpeed, formatTimeLeft } from "#app/format.ts";
import type { DownloadStatus, Failure } from "#app/state/engine-status.ts";
import type { FilesActivity, FilesWork } from "#app/state/downloads-state.ts";
import type { InstallState, LoadPart, RetryReason } from "#workers/protocol-models";

/** `34 of 98 MB · 5.2 MB/s · 12 seconds left · 1 of 4 pieces verified` */
export function downloadText(status: DownloadStatus): string {
  const { receivedBytes, totalBytes, verifiedPieces, totalPieces, bytesPerSecond, secondsLeft } = status;
  if (status.elsewhere) return "Another tab is at work on this model. This one waits for it…";
  if (status.verifiedFraction !== undefined)
    return "Everything is here. Comparing whole files with their checksums…";
  if (totalBytes === 0) return "Asking for the list of files…";
  const parts = [`${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}`];
  if (status.retryInMs !== undefined) {
    const seconds = Math.max(1, Math.round(status.retryInMs / 1000));
    parts.push(`${RETRY_REASONS[status.retryReason ?? "broken"]}, trying again in ${seconds} s`);
  }
  if (bytesPerSecond !== null) parts.push(formatSpeed(bytesPerSecond));
  if (secondsLeft !== null) parts.push(formatTimeLeft(secondsLeft));
  parts.push(`${verifiedPieces} of ${totalPieces} pieces verified`);
  return parts.join(" · ");
}

const RETRY_REASONS = {
  broken: "the connection broke",
  slow: "the network is slow, nothing came for half a minute",
  busy: "the server asks to wait",
} as const satisfies Record<RetryReason, string>;

/** `Download the model (98 MB)`, or how much is missing when some of it is here. */
export function installLabel(install: InstallState | null, downloadBytes: number): string {
  if (!install || install.storedPieces === 0) return `Download the model (${formatBytes(downloadBytes)})`;
  return `Continue download (${formatBytes(install.totalBytes - install.storedBytes)} left)`;
}

export const LOAD_STEPS = {
  verify: "Checking the stored pieces",
  start: "Checking that this device computes rightly",
  calibrate: "Measuring the model once",
  quantise: "Preparing the weights",
  check: "Asking a question with a known answer",
} as const satisfies Record<LoadPart["phase"], string>;

export const WORK_LABELS = {
  verify: "Comparing every stored piece with its checksum",
  import: "Reading and checking the files",
  export: "Writing the files",
  delete: "Removing the files",
} as const satisfies Record<FilesWork, string>;

const NOT_THE_MODEL: ReadonlySet<string> = new Set([
  "weights-corrupt",
  "weights-unsupported",
  "download-not-weights",
]);

/** A failure as its card tells it: what a person brings is not a damaged piece of a download. */
export function failureShown({ error, during }: Extract<FilesActivity, { phase: "failed" }>): Failure {
  return during === "import" && NOT_THE_MODEL.has(error.code)
    ? { ...error, code: "model-file-wrong" }
    : error;
}

/** `3 of 190 pieces are missing: the browser has removed them. Getting them again means 96 MB.` */
export function evictionText({ totalPieces, storedPieces, totalBytes, storedBytes }: InstallState): string {
  const left = formatBytes(totalBytes - storedBytes);
  return storedPieces === 0
    ? `It was complete, and the browser has removed it, as browsers do when the disk gets full. Getting it again means ${left}.`
    : `${totalPieces - storedPieces} of ${totalPieces} pieces are missing: the browser has removed them. Getting them again means ${left}.`;
}

/** What the files of an installed model were compared with. */
export function trustText({ trust, revision }: InstallState): string {
  const commit = revision === null ? "" : ` Version ${revision.slice(0, 8)}.`;
  switch (trust) {
    case "app":
      return `Every byte was compared with checksums that are part of Hearth.${commit}`;
    case "hub":
      return `Every file was compared with the checksum its publisher states.${commit}`;
    case "first-use":
      return `Nobody states checksums for all of these files. What came first was recorded, and later checks compare with that.${commit}`;
    case null:
      return "";
    default:
      return trust satisfies never;
  }
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Why an address can't be a mirror; null when it can. */
export function mirrorProblem(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url) return "This is not an address. It begins with https://";
  const safe = url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
  if (!safe) return "Only https addresses can be used, and plain http on this device itself.";
  return url.username === "" && url.search === ""
    ? null
    : "Leave out names, passwords and everything from a question mark on.";
}
