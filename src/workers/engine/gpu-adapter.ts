/** @file The GPU that this browser gives to scripts. */

/**
 * The best adapter of this machine; null without WebGPU. Asked twice: a browser whose GPU process has just been replaced,
 * as Chromium's may be at its start, gives none at first.
 */
export async function requestAdapter(): Promise<GPUAdapter | null> {
  const gpu = (navigator as { gpu?: GPU }).gpu;
  const ask = (): Promise<GPUAdapter | null> | undefined =>
    gpu?.requestAdapter({ powerPreference: "high-performance" });
  return (await ask()) ?? (await ask()) ?? null;
}
