/** @file Numbers and times in words a person reads. */

const MEGABYTE = 1_000_000;
const GIGABYTE = 1_000_000_000;

/** Decimal units, as download sizes and disks are sold in. */
export function formatBytes(bytes: number): string {
  if (bytes >= GIGABYTE) return `${(bytes / GIGABYTE).toFixed(1)} GB`;
  if (bytes >= MEGABYTE) return `${Math.round(bytes / MEGABYTE)} MB`;
  return `${Math.max(0, Math.round(bytes / 1000))} kB`;
}

export function formatSpeed(bytesPerSecond: number): string {
  const megabytes = bytesPerSecond / MEGABYTE;
  return megabytes >= 0.1 ? `${megabytes.toFixed(1)} MB/s` : `${Math.round(bytesPerSecond / 1000)} kB/s`;
}

/** Rounded so that the text does not change every moment. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 10) return "a few seconds left";
  if (seconds < 60) return `${Math.round(seconds / 5) * 5} seconds left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "1 minute left" : `${minutes} minutes left`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? "about an hour left" : `about ${hours} hours left`;
}

export function formatCount(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
