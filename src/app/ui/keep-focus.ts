/**
 * @file Keeps the focus in the page. A browser drops it on `<body>` when the element that has it is taken away or
 * disabled; a keyboard then starts again from the top, and a screen reader is told nothing.
 */

/** Where an element stood: its ancestors from the nearest, each with the place of the child that held it. */
type Trail = readonly { readonly parent: Element; readonly index: number }[];

const PARTS = "section, article, aside, dialog, fieldset, main";
const HEADINGS = "h1, h2, h3, h4";
const LISTS = "ul, ol, tbody";

/** Watches the whole page from now on. */
export function keepFocus(): void {
  let last: { readonly element: Element; readonly trail: Trail } | null = null;
  let asked = false;
  const restore = (): void => {
    asked = false;
    if (last === null || !isGone(last.element) || !isFocusLost()) return;
    const target = heirOf(last.trail);
    last = null;
    target?.focus({ preventScroll: true });
  };
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) last = { element: target, trail: trailOf(target) };
  });
  // Who clicks beside everything wants nothing focused.
  document.addEventListener("pointerdown", () => (last = null), { capture: true });
  const watcher = new MutationObserver(() => {
    if (asked || last === null || !isGone(last.element)) return;
    asked = true;
    // What comes instead may take the focus itself, as it is drawn.
    requestAnimationFrame(restore);
  });
  watcher.observe(document, { subtree: true, childList: true, attributeFilter: ["disabled", "hidden"] });
}

/** Nothing has the focus, or what has it is about to lose it: a browser takes note of `disabled` as it draws. */
export function isFocusLost(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || activeElement.matches(":disabled");
}

function isGone(element: Element): boolean {
  return !element.isConnected || element.matches(":disabled") || element.closest("[hidden]") !== null;
}

function trailOf(element: Element): Trail {
  const trail: { parent: Element; index: number }[] = [];
  for (let at = element; at.parentElement !== null; at = at.parentElement)
    trail.push({
      parent: at.parentElement,
      index: Array.prototype.indexOf.call(at.parentElement.children, at),
    });
  return trail;
}

/** What a list holds in that place now, else the heading of the smallest part that is still there, or the part itself. */
function heirOf(trail: Trail): HTMLElement | null {
  for (const { parent, index } of trail) {
    if (!parent.isConnected) continue;
    const neighbour = parent.matches(LISTS) ? (parent.children[index] ?? parent.lastElementChild) : null;
    const link = neighbour?.querySelector<HTMLElement>("a[href], button:enabled");
    if (link) return link;
    if (!(parent instanceof HTMLElement && parent.matches(PARTS))) continue;
    const heading = parent.querySelector<HTMLElement>(HEADINGS);
    if (heading) return focusable(heading);
    // What has a name of its own needs no heading: a turn of a chat.
    if (parent.hasAttribute("aria-label")) return focusable(parent);
  }
  return document.getElementById("main");
}

function focusable(element: HTMLElement): HTMLElement {
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  return element;
}
