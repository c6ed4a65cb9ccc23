/** @file The thread of one model in Transformers.js. The page ends it to free the model. */
import "./trusted-default.ts";
import { loadTransformers } from "./engine/transformers/load-transformers.ts";
import { inferenceHandlers } from "./inference-handlers.ts";
import type { InferenceHandlers } from "./protocol-models.ts";
import { serve } from "./rpc.ts";

serve<InferenceHandlers>(self, inferenceHandlers(loadTransformers));
