/** @file The worker that opens pictures for the page. Wires only: see picture-handlers.ts. */
import { createPictureHandlers } from "./picture-handlers.ts";
import type { PictureHandlers } from "./protocol-pictures.ts";
import { serve } from "./rpc.ts";

serve<PictureHandlers>(self, createPictureHandlers());
