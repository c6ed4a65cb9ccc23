/**
 * @file The thread that hashes one file as a whole while its pieces arrive: `crypto.subtle` takes whole inputs only, and
 * WebAssembly in the download worker would hold up the network. Started by that worker, one for a file.
 */
import { Sha256Stream } from "./download/sha256-stream.ts";
import type { HashHandlers } from "./protocol.ts";
import { serve } from "./rpc.ts";
import { hex } from "./sha256.ts";

const hash = new Sha256Stream();

serve<HashHandlers>(self, {
  "hash-add": async ({ bytes }) => {
    hash.update(bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes);
    return null;
  },
  "hash-end": async () => hex(hash.digest()),
});
