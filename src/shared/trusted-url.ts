/**
 * @file The one Trusted Types policy of Hearth's own scripts, `app-worker` (CSP `trusted-types`): worker and
 * service-worker URLs of this origin pass, everything else throws. https://www.w3.org/TR/trusted-types/
 */
import { AppError } from "./errors.ts";

const POLICY_NAME = "app-worker";

/** The part of the Trusted Types API used here; TypeScript's libraries do not have it. */
interface TrustedTypesScope {
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): unknown };
  };
  readonly location: { readonly href: string; readonly origin: string };
}

const scope = globalThis as unknown as TrustedTypesScope;
let policy: { createScriptURL(url: string): unknown } | undefined;

/**
 * The absolute URL for `new Worker` or `serviceWorker.register`. Typed as string because that is what those accept;
 * where the browser enforces Trusted Types the value is a TrustedScriptURL.
 * @throws AppError `unexpected` unless the URL is http(s) of this origin.
 */
export function trustedScriptUrl(url: string | URL): string {
  const absolute = sameOriginUrl(String(url));
  if (!scope.trustedTypes) return absolute;
  // A policy name may be used once: the second createPolicy would throw.
  policy ??= scope.trustedTypes.createPolicy(POLICY_NAME, { createScriptURL: sameOriginUrl });
  return policy.createScriptURL(absolute) as string;
}

function sameOriginUrl(url: string): string {
  const { href, origin, protocol } = new URL(url, scope.location.href);
  const web = protocol === "http:" || protocol === "https:";
  if (!web || origin !== scope.location.origin) {
    throw new AppError("unexpected", "script URL of another origin", { protocol });
  }
  return href;
}
