/** @file The thread of one WebLLM model. The page ends it to free the model: WebLLM keeps its device for its life. */
import { loadWebLlm } from "./engine/webllm/load-webllm.ts";
import { inferenceHandlers } from "./inference-handlers.ts";
import type { InferenceHandlers } from "./protocol-models.ts";
import { serve } from "./rpc.ts";

serve<InferenceHandlers>(self, inferenceHandlers(loadWebLlm));
