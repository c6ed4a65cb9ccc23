/** @file Our two Vite plugins: headers on every response, and integrity for every module a page may import. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Connect, Plugin } from "vite";

import { cacheControl, devHeaders, headersFor, hostHeadersFile, inlineScriptHashes } from "./headers.mjs";

/** Puts the headers of `headers.mjs` on everything the dev server and `vite preview` answer. */
export function securityHeadersPlugin(): Plugin {
  return {
    name: "hearth:security-headers",
    configureServer(server) {
      server.middlewares.use(withHeaders(server.config.publicDir, (pathname) => devHeaders(pathname)));
    },
    configurePreviewServer(server) {
      const folder = resolve(server.config.root, server.config.build.outDir);
      // The page is read each time: a rebuild under a running preview changes its import map.
      const hashes = (): string[] => inlineScriptHashes(readFileSync(join(folder, "index.html"), "utf8"));
      server.middlewares.use(
        withHeaders(folder, (pathname) => ({
          ...headersFor(pathname, hashes()),
          "Cache-Control": cacheControl(pathname),
        })),
      );
    },
  };
}

function withHeaders(
  folder: string,
  headersFor: (pathname: string) => Record<string, string>,
): Connect.NextHandleFunction {
  return (request, response, next) => {
    const pathname = (request.url ?? "/").split(/[?#]/, 1)[0] ?? "/";
    for (const [name, value] of Object.entries(headersFor(pathname))) response.setHeader(name, value);
    if (isMissing(folder, pathname)) response.writeHead(404, { "Cache-Control": "no-store" }).end();
    else next();
  };
}

/** True for a hashed asset or a model piece that is not there: the single-page fallback would answer with HTML. */
function isMissing(folder: string, pathname: string): boolean {
  return /^\/(?:assets|models)\/[\w./-]+$/.test(pathname) && !existsSync(join(folder, pathname));
}

/** An import map counts only for what comes after it. */
const FIRST_MODULE = /<script type="module"|<link rel="modulepreload"/;

/**
 * Writes an import map with the SHA-256 of every chunk into each page, so that `Integrity-Policy` lets these modules
 * run and a changed one not, and the `_headers` file that allows this map. Workers have no import map and the policy
 * does not cover them.
 */
export function importIntegrityPlugin(): Plugin {
  return {
    name: "hearth:import-integrity",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = Object.values(bundle);
        const chunks = files.filter((file) => file.type === "chunk");
        const integrity = Object.fromEntries(
          chunks.map(({ fileName, code }) => [`/${fileName}`, integrityOf(code)]),
        );
        const map = `<script type="importmap">${JSON.stringify({ integrity })}</script>`;
        for (const file of files) {
          if (file.type === "asset" && file.fileName.endsWith(".html")) {
            file.source = String(file.source).replace(FIRST_MODULE, (tag) => `${map}\n    ${tag}`);
          }
        }
        const source = hostHeadersFile(inlineScriptHashes(map));
        this.emitFile({ type: "asset", fileName: "_headers", source });
      },
    },
  };
}

function integrityOf(code: string): string {
  return `sha256-${createHash("sha256").update(code).digest("base64")}`;
}
