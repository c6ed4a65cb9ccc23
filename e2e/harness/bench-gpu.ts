/** @file The page of `npm run bench -- gpu`: a worker for each task, and how far two devices' logits lie apart. */
import { trustedScriptUrl } from "#shared/trusted-url";
import { askWorker } from "./ask-worker.ts";
import type { Agreement, GpuTask, GpuTaskResult } from "./bench-gpu-types.ts";
import { divergence, indexOfMax } from "./logits.ts";
import workerUrl from "./bench-gpu.worker.ts?worker&url";

async function run<T extends GpuTask>(task: T): Promise<GpuTaskResult[T["kind"]]> {
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: "module" });
  try {
    return await askWorker<GpuTaskResult[T["kind"]]>(worker, task);
  } finally {
    worker.terminate();
  }
}

function agreement(a: readonly Float32Array[], b: readonly Float32Array[]): Agreement {
  let [kl, largestDifference, sameBest, squares, count] = [0, 0, 0, 0, 0];
  for (const [at, row] of a.entries()) {
    const other = b[at];
    if (other?.length !== row.length) throw new Error("rows differ in length");
    kl += divergence(row, other);
    for (const [token, value] of row.entries()) {
      const off = Math.abs(value - (other[token] as number));
      largestDifference = Math.max(largestDifference, Number.isNaN(off) ? Infinity : off);
      squares += value * value;
    }
    count += row.length;
    if (indexOfMax(row) === indexOfMax(other)) sameBest++;
  }
  const rows = a.length;
  return { meanKl: kl / rows, largestDifference, deviation: Math.sqrt(squares / count), sameBest, rows };
}

window.gpuBench = {
  run,
  compare: async (task, [one, other]) => {
    const a = await run({ ...task, kind: "logits", device: one });
    const b = await run({ ...task, kind: "logits", device: other });
    return agreement(a.rows, b.rows);
  },
};
