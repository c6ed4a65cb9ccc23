/** @file Whether a card that waits may take the focus. */

/** Never away from somebody who is writing. */
export function mayTakeFocus(): boolean {
  const { activeElement } = document;
  if (activeElement instanceof HTMLTextAreaElement) return activeElement.value === "";
  return !(activeElement instanceof HTMLInputElement || activeElement instanceof HTMLSelectElement);
}
