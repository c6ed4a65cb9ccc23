/**
 * @file Builds the product into `dist/` and, with `--mode harness`, the page for `npm run ask`, accuracy tests and
 * benches into `dist-tools/`.
 */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig, type UserConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

import { APP_MANIFEST } from "./scripts/app-manifest.ts";
import { importIntegrityPlugin, securityHeadersPlugin } from "./scripts/vite-plugins.ts";

const HARNESS_FOLDER = fileURLToPath(new URL("./e2e/harness", import.meta.url));
const ORT_WASM_BUILD = fileURLToPath(
  new URL("./node_modules/onnxruntime-web/dist/ort.wasm.min.mjs", import.meta.url),
);

/** The same for the build that runs on the GPU. */
const ORT_WEBGPU_BUILD = fileURLToPath(
  new URL("./node_modules/onnxruntime-web/dist/ort.webgpu.min.mjs", import.meta.url),
);

/** Tesseract for networks of the LSTM kind, with SIMD, which every browser we build for has; its wasm lies beside it. */
const TESSERACT_CORE = fileURLToPath(
  new URL("./node_modules/tesseract.js-core/tesseract-core-simd-lstm", import.meta.url),
);

const common: UserConfig = {
  plugins: [react(), securityHeadersPlugin(), importIntegrityPlugin()],
  resolve: {
    alias: [
      // One ONNX Runtime for our engine and for Transformers.js, which names `/webgpu`, and builds that leave their wasm
      // outside: otherwise a second runtime and a second 27 MB wasm file would be emitted.
      { find: /^onnxruntime-web(?:\/wasm)?$/, replacement: ORT_WASM_BUILD },
      { find: /^(?:onnxruntime-web\/webgpu|hearth:ort-webgpu)$/, replacement: ORT_WEBGPU_BUILD },
      { find: "hearth:tesseract-core", replacement: `${TESSERACT_CORE}.js` },
      { find: "hearth:tesseract-wasm", replacement: `${TESSERACT_CORE}.wasm?url` },
    ],
  },
  worker: { format: "es" },
  build: {
    target: ["chrome120", "firefox121", "safari17"],
    // The policy allows fonts and scripts from this origin only, not from data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The inference worker carries the engine; the page's own budget is kept by size-limit.
    chunkSizeWarningLimit: 1500,
  },
  server: { host: "localhost", port: 5173 },
  preview: { host: "localhost", port: 4173 },
};

const pwa = VitePWA({
  strategies: "injectManifest",
  srcDir: "src/workers",
  filename: "sw.ts",
  registerType: "prompt",
  injectRegister: false,
  manifest: APP_MANIFEST,
  includeManifestIcons: false,
  injectManifest: {
    globPatterns: [
      "**/*.{html,js,mjs,css,wasm,svg,png,ico,woff2}",
      "samples/**/*",
      // Reading text off pictures works offline in English at once, in other languages once they were used.
      "assets/eng.traineddata-*.gz",
    ],
    // Weights belong to IndexedDB: the service worker must never hold or drop them.
    // And WebLLM has 7 MB of script, Transformers.js half of one, that few models need: kept once used, see sw.ts.
    globIgnores: ["models/**", "assets/webllm-engine-*", "assets/transformers-engine-*"],
    // ONNX Runtime's wasm has 14 MB; above the default of 2 MiB a file is left out without a word.
    maximumFileSizeToCacheInBytes: 40e6,
    dontCacheBustURLsMatching: /^assets\//,
  },
});

const product: UserConfig = { ...common, plugins: [common.plugins, pwa] };

const harness: UserConfig = {
  ...common,
  root: HARNESS_FOLDER,
  publicDir: false,
  build: {
    ...common.build,
    outDir: fileURLToPath(new URL("./dist-tools", import.meta.url)),
    emptyOutDir: true,
    rolldownOptions: {
      input: readdirSync(HARNESS_FOLDER)
        .filter((name) => name.endsWith(".html"))
        .map((name) => join(HARNESS_FOLDER, name)),
    },
  },
};

export default defineConfig(({ mode }) => (mode === "harness" ? harness : product));
