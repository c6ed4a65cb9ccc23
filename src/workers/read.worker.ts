/** @file A thread that reads stored pieces into shared memory and hashes them, see `reading/read-threads.ts`. */
import { takeStretches } from "./reading/fill-job.ts";
import type { ReadHandlers } from "./protocol-models.ts";
import { serve } from "./rpc.ts";
import { sha256Hex } from "./sha256.ts";

/** One job at a time: of two, the one that is waited for would get half of the thread. */
let filled = Promise.resolve();

serve<ReadHandlers>(self, {
  "read-start": async () => null,
  "read-fill": async (job) => {
    filled = filled.then(() => takeStretches(job));
    await filled;
    return null;
  },
  "read-hash": async ({ blob }) => sha256Hex(await blob.arrayBuffer()),
});
