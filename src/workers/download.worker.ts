/**
 * @file The thread that fetches models from the hub. Its response alone carries a `connect-src` that names the hub (see
 * scripts/headers.mjs). Only wires; see `download-handlers.ts`.
 */
import { downloadHandlers } from "./download-handlers.ts";
import type { DownloadHandlers } from "./protocol-models.ts";
import { serve } from "./rpc.ts";

serve<DownloadHandlers>(self, downloadHandlers({ mirrors: false }));
