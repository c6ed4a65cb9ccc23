/** @file An answer about pictures: the places it names are shown in the picture, and found from its text. */
import { useCallback, useMemo, useState, type ReactElement } from "react";
import Markdown from "#app/chat/Markdown.tsx";
import { useChats } from "#app/state/chats.ts";
import type { Turn } from "#storage/conversations";
import type { TurnPicture } from "#storage/pictures";
import { AnswerRegions } from "./AnswerRegions.tsx";
import { boxOfLink, withBoxLinks } from "./box-text.ts";
import { findBoxes } from "./grounding.ts";

const NO_TURNS: readonly Turn[] = [];
const NO_PICTURES: readonly TurnPicture[] = [];

export default function GroundedAnswer({ turn }: { readonly turn: Turn }): ReactElement {
  const pictures = usePicturesAskedAbout(turn);
  const [shown, setShown] = useState(0);
  const [selected, setSelected] = useState<number | null>(null);
  const picture = pictures[shown] ?? pictures[0];
  const boxes = useMemo(() => (picture ? findBoxes(turn.text, picture) : []), [turn.text, picture]);
  const onFragment = useCallback((href: string) => {
    const index = boxOfLink(href);
    return index === null ? null : () => setSelected(index);
  }, []);
  if (!picture || boxes.length === 0) return <Markdown text={turn.text} />;
  return (
    <>
      <Markdown text={withBoxLinks(turn.text, boxes)} onFragment={onFragment} />
      <AnswerRegions
        conversationId={turn.conversationId}
        pictures={pictures}
        picture={picture}
        boxes={boxes}
        selected={selected}
        onSelect={setSelected}
        onPicture={(next) => setShown(pictures.indexOf(next))}
      />
    </>
  );
}

/** Those of the question before the answer that last had any. */
function usePicturesAskedAbout({ position }: Turn): readonly TurnPicture[] {
  const turns = useChats(({ open }) => (open.phase === "ready" ? open.turns : NO_TURNS));
  return (
    turns.findLast((turn) => turn.position < position && turn.pictures !== undefined)?.pictures ?? NO_PICTURES
  );
}
