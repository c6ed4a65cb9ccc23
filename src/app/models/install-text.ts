/** @file The numbers of a download and the steps of a load, in words. */
import { formatBytes, formatSpeed, formatTimeLeft } from "#app/format.ts";
import type { DownloadStatus } from "#app/state/engine-status.ts";
import type { InstallState, LoadPart } from "#workers/protocol";

/** `34 of 98 MB · 5.2 MB/s · 12 seconds left · 1 of 4 pieces verified` */
export function downloadText(status: DownloadStatus): string {
  const { receivedBytes, totalBytes, verifiedPieces, totalPieces, bytesPerSecond, secondsLeft } = status;
  if (totalBytes === 0) return "Asking for the list of pieces…";
  const parts = [`${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)}`];
  if (status.retryInMs !== undefined) {
    const seconds = Math.max(1, Math.round(status.retryInMs / 1000));
    parts.push(`the connection broke, trying again in ${seconds} s`);
  }
  if (bytesPerSecond !== null) parts.push(formatSpeed(bytesPerSecond));
  if (secondsLeft !== null) parts.push(formatTimeLeft(secondsLeft));
  parts.push(`${verifiedPieces} of ${totalPieces} pieces verified`);
  return parts.join(" · ");
}

/** `Download the model (98 MB)`, or how much is missing when some of it is here. */
export function installLabel(install: InstallState | null, downloadBytes: number): string {
  if (!install || install.storedPieces === 0) return `Download the model (${formatBytes(downloadBytes)})`;
  return `Continue download (${formatBytes(install.totalBytes - install.storedBytes)} left)`;
}

export const LOAD_STEPS = {
  verify: "Checking the stored pieces",
  calibrate: "Measuring the model once",
  quantise: "Preparing the weights",
  check: "Asking a question with a known answer",
} as const satisfies Record<LoadPart["phase"], string>;
