/** @file Numbers as a person types them into a settings field. */

export interface NumberRules {
  readonly limits: readonly [number, number];
  /** Whole numbers only. */
  readonly whole: boolean;
}

/** The number, or null with the reason in words. A decimal comma is a decimal point. */
export function parseNumberInput(
  text: string,
  { limits: [low, high], whole }: NumberRules,
): { readonly value: number } | { readonly problem: string } {
  const plain = text.trim().replace(",", ".");
  const value = Number(plain);
  const valid = plain !== "" && /^\d+(?:\.\d+)?$/u.test(plain) && (!whole || Number.isInteger(value));
  if (valid && value >= low && value <= high) return { value };
  return { problem: `Give a ${whole ? "whole " : ""}number from ${low} to ${high}.` };
}
