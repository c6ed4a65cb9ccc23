/** @file The message field, for whatever puts the focus there. */

export const COMPOSER_ID = "composer";

/** Does nothing on a phone, where it would bring up the keyboard. */
export function focusComposer(): void {
  if (!matchMedia("(pointer: coarse)").matches) document.getElementById(COMPOSER_ID)?.focus();
}
