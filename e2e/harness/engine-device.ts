/** @file The devices that pages of the harness name; types only. */

/** `webgpu-f32` is the GPU without 16-bit activations. */
export type EngineDevice = "cpu" | "webgpu" | "webgpu-f32";
