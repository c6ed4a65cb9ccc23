/**
 * @file Trusted Types in workers that run ONNX Runtime: its glue script starts threads with a plain URL, which the policy
 * `require-trusted-types-for 'script'` refuses. A default policy lets URLs of this origin through and nothing else.
 * Import it before the runtime.
 */
interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): unknown;
}

const factory = (globalThis as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes;

factory?.createPolicy("default", {
  createScriptURL: (url) => {
    if (new URL(url, self.location.href).origin !== self.location.origin)
      throw new TypeError("foreign script");
    return url;
  },
});
