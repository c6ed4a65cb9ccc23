/** @file Moves the focus to the first field that is marked as wrong, once the marks are drawn. */

export function focusFirstProblem(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('dialog [aria-invalid="true"]')?.focus();
  });
}
