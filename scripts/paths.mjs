// @ts-check
/** @file Where things lie in the checkout. */

import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Git-ignored: stamps, downloads, the profile of `npm run ask`. */
export const CACHE = fileURLToPath(new URL("../.cache/", import.meta.url));
/** The product as built by `npm run build`. */
export const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
/** The harness page for `npm run ask`, accuracy tests and benches; never shipped. */
export const DIST_TOOLS = fileURLToPath(new URL("../dist-tools/", import.meta.url));
/** Where the default model's pieces lie; git-ignored. Vite copies them into `dist/`, not into `dist-tools/`. */
export const MODELS = fileURLToPath(new URL("../public/models/", import.meta.url));
