/**
 * @file The thread that hashes one file as a whole while its pieces arrive: `crypto.subtle` takes whole inputs only, and
 * WebAssembly in the download worker would hold up the network. Started by that worker, one for a file.
 */
import { Sha256Stream } from "./download/sha256-stream.ts";
import type { HashHandlers } from "./protocol-models.ts";
import { readParts } from "./read-body.ts";
import { moving, serve } from "./rpc.ts";
import { hex } from "./sha256.ts";

const hash = new Sha256Stream();

serve<HashHandlers>(self, {
  "hash-add": async ({ bytes }) => {
    if (bytes instanceof Blob) {
      await readParts(bytes.stream(), (part) => (hash.update(part), true));
      return null;
    }
    hash.update(bytes);
    return moving(bytes.buffer, [bytes.buffer]);
  },
  "hash-end": async () => hex(hash.digest()),
});
