/** @file The worker that reads text off pictures. Wires only: see ocr-handlers.ts. */
import { createOcrHandlers } from "./ocr-handlers.ts";
import type { OcrHandlers } from "./protocol-pictures.ts";
import { serve } from "./rpc.ts";

serve<OcrHandlers>(self, createOcrHandlers());
