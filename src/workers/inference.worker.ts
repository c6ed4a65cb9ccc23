/** @file The thread that owns the weights and runs one model. Only wires; see `inference-handlers.ts`. */
import "./trusted-default.ts";
import { inferenceHandlers } from "./inference-handlers.ts";
import { loadOnnx } from "./load-onnx.ts";
import type { InferenceHandlers } from "./protocol-models.ts";
import { serve } from "./rpc.ts";

serve<InferenceHandlers>(self, inferenceHandlers(loadOnnx));
