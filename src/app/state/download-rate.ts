/** @file A download as the page shows it; speed and time left over the last seconds, so that they follow the network. */
import type { InstallPart, InstallState } from "#workers/protocol-models";
import type { DownloadStatus } from "./engine-status.ts";

const WINDOW_MS = 6000;
/** Before this much time the speed is a guess and is not shown. */
const MIN_SPAN_MS = 800;

interface Sample {
  readonly atMs: number;
  readonly bytes: number;
}

export interface Rate {
  /** null until there is enough to tell. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Feed it the running total; bytes that were there before the first sample do not count as speed. */
export class DownloadRate {
  #samples: readonly Sample[] = [];

  add(atMs: number, receivedBytes: number, totalBytes: number): Rate {
    // A damaged piece is fetched again: the total steps back and the measurement starts over.
    const last = this.#samples.at(-1);
    const kept = last && receivedBytes < last.bytes ? [] : this.#samples;
    this.#samples = [...kept, { atMs, bytes: receivedBytes }].filter(
      (sample) => atMs - sample.atMs <= WINDOW_MS,
    );
    const first = this.#samples[0];
    if (!first || atMs - first.atMs < MIN_SPAN_MS) return { bytesPerSecond: null, secondsLeft: null };
    const bytesPerSecond = ((receivedBytes - first.bytes) / (atMs - first.atMs)) * 1000;
    const secondsLeft = bytesPerSecond > 0 ? (totalBytes - receivedBytes) / bytesPerSecond : null;
    return { bytesPerSecond, secondsLeft };
  }

  /** After a break of the network. */
  reset(): void {
    this.#samples = [];
  }
}

/** The status before the worker has said anything: what is known to be stored already. */
export function firstDownloadStatus(known: InstallState | undefined): DownloadStatus {
  return {
    phase: "downloading",
    receivedBytes: known?.storedBytes ?? 0,
    totalBytes: known?.totalBytes ?? 0,
    verifiedPieces: known?.storedPieces ?? 0,
    totalPieces: known?.totalPieces ?? 0,
    bytesPerSecond: null,
    secondsLeft: null,
  };
}

/** The status after one report of the worker. */
export function nextDownloadStatus(
  status: DownloadStatus,
  part: InstallPart,
  rate: DownloadRate,
  nowMs: number,
): DownloadStatus {
  if (part.type === "download-retry") {
    rate.reset();
    const retry = { retryInMs: part.waitMs, retryReason: part.reason };
    return { ...status, bytesPerSecond: null, secondsLeft: null, ...retry };
  }
  if (part.type === "download-elsewhere") return { ...status, elsewhere: true };
  if (part.type === "verify-progress") {
    const { retryInMs: _retry, retryReason: _reason, ...rest } = status;
    return { ...rest, bytesPerSecond: null, secondsLeft: null, verifiedFraction: part.fraction };
  }
  const { type: _type, ...progress } = part;
  return { phase: "downloading", ...progress, ...rate.add(nowMs, part.receivedBytes, part.totalBytes) };
}
