/** @file Says the growing answer sentence by sentence to screen readers. Draws nothing. */
import { useState, type ReactElement } from "react";
import { useChats } from "#app/state/chats.ts";
import { isHeld } from "#storage/conversations";
import { spokenSentences } from "./sentences.ts";

/** A log announces what is added; older sentences leave, so that reading on does not meet the answer twice. */
const KEPT = 2;

export function SpokenAnswer(): ReactElement {
  const answering = useChats((state) => state.answering);
  const open = useChats((state) => state.open);
  const [turnId, setTurnId] = useState<string | null>(null);
  if (answering && answering.turnId !== turnId) setTurnId(answering.turnId);

  const turn = open.phase === "ready" ? open.turns.find(({ id }) => id === turnId) : undefined;
  const text = answering?.text ?? (turn && !isHeld(turn) ? turn.text : "");
  const sentences = turnId === null ? [] : spokenSentences(text, answering === null);
  return (
    <div className="visually-hidden" role="log" aria-label="Answer as it is written">
      {sentences.map(
        (sentence, at) => at >= sentences.length - KEPT && <p key={`${turnId}-${at}`}>{sentence}</p>,
      )}
    </div>
  );
}
