/** @file Scrolls a chunked list to a message, also when the chunks around it take their real height only afterwards. */
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { Id } from "#messages/message";
import { chunkOf, type FeedChunk } from "./feed-rows.ts";
import type { NearChunks } from "./use-near-chunks.ts";

/** A new object for every jump, so that the same message can be jumped to again. */
export interface JumpTarget {
  readonly messageId: Id;
}

interface Aim {
  readonly id: Id;
  readonly until: number;
  readonly block: ScrollLogicalPosition;
  focused: boolean;
}

/** Neighbours are measured within this time; scrolling again later would fight the person. */
const SETTLE_MS = 600;

/** Jumps to `target` (focus and all), or to the end of the list when there is none. */
export function useJump(
  scroller: RefObject<HTMLElement | null>,
  chunks: readonly FeedChunk[],
  { draw }: Pick<NearChunks, "draw">,
  target: JumpTarget | null,
): void {
  const settling = useRef<Aim | null>(null);

  useEffect(() => {
    const index = target ? chunkOf(chunks, target.messageId) : chunks.length - 1;
    const id = target?.messageId ?? chunks.at(-1)?.rows.at(-1)?.message.id;
    if (index < 0 || id === undefined) return;
    const until = performance.now() + SETTLE_MS;
    settling.current = { id, until, block: target ? "center" : "end", focused: target === null };
    draw(index);
    show(scroller.current, settling.current);
  }, [scroller, chunks, draw, target]);

  // After every render: a chunk that was just drawn may have moved the message.
  useLayoutEffect(() => {
    const aim = settling.current;
    if (aim && performance.now() < aim.until) show(scroller.current, aim);
  });

  useEffect(() => {
    const root = scroller.current;
    const stop = (): void => void (settling.current = null);
    root?.addEventListener("wheel", stop, { passive: true });
    root?.addEventListener("touchmove", stop, { passive: true });
    return () => {
      root?.removeEventListener("wheel", stop);
      root?.removeEventListener("touchmove", stop);
    };
  }, [scroller]);
}

function show(root: HTMLElement | null, aim: Aim): void {
  const row = root?.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(aim.id)}"]`);
  if (!row) return;
  row.scrollIntoView({ block: aim.block });
  // Once: a re-measure must not take the focus back from where the person went.
  if (!aim.focused) row.focus({ preventScroll: true });
  aim.focused = true;
}
