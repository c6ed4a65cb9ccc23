/** @file Joins class names of CSS modules. */

/** The names that are set, separated by spaces. */
export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
