/** onnxruntime-web's WebGPU build, by the name that vite.config.ts gives it. */
declare module "hearth:ort-webgpu" {
  export * from "onnxruntime-web";
}
