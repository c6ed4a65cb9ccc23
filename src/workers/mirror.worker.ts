/**
 * @file The thread that fetches models from an address a person has set. Its response alone lets it reach any https
 * address, and it is started only while such an address is set. Only wires; see `download-handlers.ts`.
 */
import { downloadHandlers } from "./download-handlers.ts";
import type { DownloadHandlers } from "./protocol-models.ts";
import { serve } from "./rpc.ts";

serve<DownloadHandlers>(self, downloadHandlers({ mirrors: true }));
