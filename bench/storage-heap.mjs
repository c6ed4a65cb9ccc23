// @ts-check
/**
 * @file The JavaScript heap of a page's workers while they work, asked of V8 through the browser's protocol: objects, and
 * what ArrayBuffers hold. Shared WebAssembly memory, which onnxruntime asks for, is not among it; what is mapped for the GPU is, as long as it is.
 */

const SAMPLE_MS = 50;

/**
 * Samples until `stop`, which returns the largest sum seen in one worker, in MB; null when none answered.
 *
 * @param {import("playwright-core").Page} page
 * @returns {Promise<{ stop: () => Promise<number | null> }>}
 */
export async function watchWorkerHeap(page) {
  const devtools = await page.context().newCDPSession(page);
  const sessions = new Set();
  let peakBytes = 0;
  let id = 0;
  devtools.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") sessions.add(sessionId);
  });
  devtools.on("Target.detachedFromTarget", ({ sessionId }) => sessions.delete(sessionId));
  devtools.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { result = {} } = JSON.parse(message);
    const { usedSize = 0, embedderHeapUsedSize = 0, backingStorageSize = 0 } = result;
    peakBytes = Math.max(peakBytes, usedSize + embedderHeapUsedSize + backingStorageSize);
  });
  await devtools.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const timer = setInterval(() => {
    for (const sessionId of sessions) {
      const message = JSON.stringify({ id: ++id, method: "Runtime.getHeapUsage" });
      devtools.send("Target.sendMessageToTarget", { sessionId, message }).catch(() => undefined);
    }
  }, SAMPLE_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await devtools.detach();
      return peakBytes === 0 ? null : peakBytes / 1e6;
    },
  };
}
