/** @file What benches and golden checks ask of a row of logits. */

/** The likeliest token: the first of those with the largest logit. @throws Error without a row. */
export function indexOfMax(values: Float32Array | undefined): number {
  if (!values) throw new Error("no logits");
  return values.reduce((best, value, index) => (value > (values[best] as number) ? index : best), 0);
}

/** KL(reference || ours) in nats; NaN where ours is shorter. */
export function divergence(reference: Iterable<number>, ours: Iterable<number>): number {
  const [p, q] = [logSoftmax(reference), logSoftmax(ours)];
  return p.reduce((sum, logP, token) => sum + Math.exp(logP) * (logP - (q[token] ?? Number.NaN)), 0);
}

function logSoftmax(logits: Iterable<number>): Float64Array {
  const values = Float64Array.from(logits);
  const peak = values.reduce((max, value) => Math.max(max, value), -Infinity);
  const logSum = peak + Math.log(values.reduce((sum, logit) => sum + Math.exp(logit - peak), 0));
  return values.map((logit) => logit - logSum);
}
