// @ts-check
/**
 * @file The HTTP headers of every response: documents, scripts, workers, the service worker and model pieces alike,
 * because a worker obeys the policy of its own response. One place for the dev server, preview, the journeys' server
 * and the `_headers` file that the build leaves for static hosts.
 */

import { createHash } from "node:crypto";

/**
 * Where models come from: the hub, the hosts it sends to for large files, a mirror with the same addresses, and the place
 * of WebLLM's compiled models.
 */
const HUB_HOSTS = [
  "https://huggingface.co",
  "https://*.huggingface.co",
  "https://*.hf.co",
  "https://hf-mirror.com",
  "https://raw.githubusercontent.com",
];

/**
 * The only responses that may connect to other origins. A worker obeys its own response, so neither the page nor the
 * worker that runs a model nor the service worker gains anything by it.
 *
 * @type {readonly { worker: string, hosts: readonly string[], allowlist: string | null }[]}
 */
const OUTGOING = [
  {
    worker: "download.worker",
    hosts: HUB_HOSTS,
    allowlist: `(response-origin ${HUB_HOSTS.map((host) => `"${host}/*"`).join(" ")})`,
  },
  // Started only while a person has set a mirror's address. A list can't name "any https address".
  { worker: "mirror.worker", hosts: ["https:", "http://localhost:*", "http://127.0.0.1:*"], allowlist: null },
];

/** @param {string} pathname of a built worker (`/assets/x.worker-HASH.js`) or its source in development */
function outgoingOf(pathname) {
  const [, name] = /\/([a-z]+\.worker)(?:-[\w-]+)?\.[jt]s$/.exec(pathname) ?? [];
  return OUTGOING.find(({ worker }) => worker === name);
}

/** @param {readonly string[]} scriptHashes @returns {Record<string, string>} directive -> value */
const contentSecurityPolicy = (scriptHashes) => ({
  "default-src": "'none'",
  "script-src": ["'self'", "'wasm-unsafe-eval'", ...scriptHashes].join(" "),
  "worker-src": "'self'",
  "connect-src": "'self'",
  "img-src": "'self' blob: data:",
  "style-src": "'self'",
  "font-src": "'self'",
  "media-src": "'self' blob:",
  "manifest-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-ancestors": "'none'",
  "frame-src": "'none'",
  "object-src": "'none'",
  "require-trusted-types-for": "'script'",
  // `app-worker` wraps our own worker URLs; `default` exists only inside the inference worker, where ONNX Runtime
  // starts its threads by plain URL.
  "trusted-types": "app-worker default",
});

const PERMISSIONS_POLICY = [
  ...["camera", "microphone", "clipboard-read", "clipboard-write", "screen-wake-lock"].map(
    (name) => `${name}=(self)`,
  ),
  ...["cross-origin-isolated", "language-model", "fullscreen"].map((name) => `${name}=(self)`),
  ...["geolocation", "usb", "serial", "hid", "midi", "payment", "display-capture"].map(
    (name) => `${name}=()`,
  ),
  ...["local-network-access", "local-network", "loopback-network", "browsing-topics"].map(
    (name) => `${name}=()`,
  ),
  ...["idle-detection", "publickey-credentials-get", "deferred-fetch"].map((name) => `${name}=()`),
].join(", ");

/**
 * What every response of the built app carries.
 *
 * @param {readonly string[]} [scriptHashes] CSP hashes of the documents' inline import maps, see inlineScriptHashes
 * @returns {Record<string, string>}
 */
export function securityHeaders(scriptHashes = []) {
  return {
    "Content-Security-Policy": serialise(contentSecurityPolicy(scriptHashes)),
    // Closes what CSP leaves open: navigation to other sites and WebRTC. Chromium only.
    "Connection-Allowlist": "(response-origin)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Integrity-Policy": "blocked-destinations=(script)",
  };
}

/**
 * The headers of one response: as `securityHeaders`, with wider connections for the workers that fetch models.
 *
 * @param {string} pathname
 * @param {readonly string[]} [scriptHashes]
 * @returns {Record<string, string>}
 */
export function headersFor(pathname, scriptHashes = []) {
  return widened(securityHeaders(scriptHashes), contentSecurityPolicy(scriptHashes), pathname);
}

/**
 * @param {Record<string, string>} headers
 * @param {Record<string, string>} policy what `headers` say of the content
 * @param {string} pathname
 */
function widened(headers, policy, pathname) {
  const outgoing = outgoingOf(pathname);
  if (outgoing === undefined) return headers;
  const { "Connection-Allowlist": _, ...others } = headers;
  return {
    ...others,
    ...(outgoing.allowlist === null ? {} : { "Connection-Allowlist": outgoing.allowlist }),
    "Content-Security-Policy": serialise({
      ...policy,
      "connect-src": ["'self'", ...outgoing.hosts].join(" "),
    }),
  };
}

/**
 * The same for `vite dev`, loosened only where Vite's own client needs it: the React refresh preamble is an inline
 * script, styles arrive as `<style>` elements, and modules made on the fly have no integrity hash.
 *
 * @param {string} [pathname]
 * @returns {Record<string, string>}
 */
export function devHeaders(pathname = "/") {
  const { "Integrity-Policy": _, ...headers } = securityHeaders();
  const policy = {
    ...contentSecurityPolicy(["'unsafe-inline'"]),
    "style-src": "'self' 'unsafe-inline'",
  };
  return widened({ ...headers, "Content-Security-Policy": serialise(policy) }, policy, pathname);
}

/**
 * How long a response may be reused. Names under `assets/` carry a hash of their content; model pieces are kept in
 * IndexedDB, a second copy in the HTTP cache would only cost disk; the rest is asked for anew each time.
 *
 * @param {string} pathname
 */
export function cacheControl(pathname) {
  if (pathname.startsWith("/assets/")) return "public, max-age=31536000, immutable";
  return pathname.startsWith("/models/") ? "no-store" : "no-cache";
}

/**
 * CSP source expressions for the import maps inside a document; the build writes no other inline script.
 *
 * @param {string} html
 */
export function inlineScriptHashes(html) {
  return [...html.matchAll(/<script type="importmap">([^<]*)<\/script>/g)].map(
    ([, text]) =>
      `'sha256-${createHash("sha256")
        .update(text ?? "")
        .digest("base64")}'`,
  );
}

/**
 * The `_headers` file that Netlify and Cloudflare Pages read. Matching rules add up there, so `Cache-Control` is
 * given for paths that do not overlap, and the workers that fetch models drop the general policy before they set theirs
 * (`! Name`, Cloudflare). Where a host can't drop one, both hold: such a site offers the models it serves itself.
 *
 * @param {readonly string[]} scriptHashes
 */
export function hostHeadersFile(scriptHashes) {
  const paths = ["/", "/index.html", "/sw.js", "/manifest.webmanifest", "/assets/*", "/models/*"];
  const rules = [
    rule("/*", securityHeaders(scriptHashes)),
    ...paths.map((path) => rule(path, { "Cache-Control": cacheControl(path) })),
    ...OUTGOING.map(({ worker }) => outgoingRule(`/assets/${worker}-`)),
  ];
  return `${rules.join("\n")}\n`;
}

/** @param {string} prefix */
function outgoingRule(prefix) {
  const general = securityHeaders();
  const own = Object.entries(headersFor(`${prefix}x.js`)).filter(([name, value]) => general[name] !== value);
  const dropped = ["Content-Security-Policy", "Connection-Allowlist"].map((name) => `  ! ${name}`);
  return [`${prefix}*`, ...dropped, ...own.map(([name, value]) => `  ${name}: ${value}`)].join("\n");
}

/** @param {string} path @param {Record<string, string>} headers */
function rule(path, headers) {
  return [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
}

/** @param {Record<string, string>} policy */
function serialise(policy) {
  return Object.entries(policy)
    .map(([directive, value]) => `${directive} ${value}`)
    .join("; ");
}
