/** @file The worker that reads exports and owns the imported messages. Wires only: see import-handlers.ts. */
import { createImportHandlers } from "./import-handlers.ts";
import type { ImportHandlers } from "./protocol-imports.ts";
import { serve } from "./rpc.ts";

serve<ImportHandlers>(self, createImportHandlers());
