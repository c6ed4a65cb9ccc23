/**
 * @file Keeps what a person reads in its place while pages above it take their real height, for browsers that do not do
 * this themselves (CSS `overflow-anchor`: all of Safari).
 */

export class ScrollAnchor {
  #element: Element | null = null;
  /** Distance from the top of the list in pixels. */
  #top = 0;

  /** Notes the first visible message, or page while its messages are being read. Call after every scroll. */
  note(root: HTMLElement): void {
    const { top } = root.getBoundingClientRect();
    this.#element = firstBelow(root.querySelectorAll("[data-message-id]"), top);
    this.#element ??= firstBelow(root.querySelectorAll("[data-page]"), top);
    if (this.#element) this.#top = this.#element.getBoundingClientRect().top - top;
  }

  /** Scrolls so that the noted element is where it was. */
  restore(root: HTMLElement): void {
    if (!this.#element?.isConnected) return;
    const moved = this.#element.getBoundingClientRect().top - root.getBoundingClientRect().top - this.#top;
    if (Math.abs(moved) >= 1) root.scrollTop += moved;
  }
}

/** The first of elements in document order that ends below `top`. */
function firstBelow(elements: NodeListOf<Element>, top: number): Element | null {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (elements[middle]!.getBoundingClientRect().bottom > top) high = middle;
    else low = middle + 1;
  }
  return elements[low] ?? null;
}
