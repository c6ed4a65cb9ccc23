/** @file Keeps a growing list at its end, as long as the person has not scrolled up. */
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Nearer to the end than this counts as being there. */
const NEAR_PX = 120;

export interface StickyScroll {
  readonly area: RefObject<HTMLElement | null>;
  readonly atEnd: boolean;
  readonly onScroll: () => void;
  readonly jumpToEnd: () => void;
}

/**
 * For one list: give the component that uses it a `key`, so that another list starts at its own end.
 *
 * @param count how many entries it has; with each new one it is at its end again
 */
export function useStickyScroll(count: number): StickyScroll {
  const area = useRef<HTMLElement>(null);
  const stuck = useRef(true);
  const lastTop = useRef(0);
  const seen = useRef(count);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback(() => {
    const element = area.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);
  useLayoutEffect(() => {
    const list = area.current?.firstElementChild;
    if (!area.current || !list) return undefined;
    toEnd();
    // The size, not the render, is what matters: formatting arrives after the text, and a toast takes room from the area.
    const observer = new ResizeObserver(() => stuck.current && !isWriting(area.current) && toEnd());
    observer.observe(area.current);
    observer.observe(list);
    return () => observer.disconnect();
  }, [toEnd]);
  useLayoutEffect(() => {
    if (seen.current === count) return;
    seen.current = count;
    stuck.current = true;
    toEnd();
  }, [count, toEnd]);

  return {
    area,
    atEnd,
    onScroll: () => {
      const element = area.current;
      if (!element) return;
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      // Only the way up is a person's wish: what grows meanwhile, and a focus on its way down, leave the end too.
      stuck.current = near || (stuck.current && element.scrollTop >= lastTop.current && !isWriting(element));
      lastTop.current = element.scrollTop;
      setAtEnd(stuck.current);
    },
    jumpToEnd: () => {
      stuck.current = true;
      setAtEnd(true);
      toEnd();
    },
  };
}

/** A form inside that somebody writes in stays where it is. */
function isWriting(area: HTMLElement | null): boolean {
  const { activeElement } = document;
  return area !== null && area.contains(activeElement) && activeElement?.closest("form") !== null;
}
