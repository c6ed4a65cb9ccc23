/** @file An answer of the model: growing, finished, stopped or failed. */
import { lazy, Suspense, type ReactElement } from "react";
import type { Answering } from "#app/state/chats-state.ts";
import { chats, useChats } from "#app/state/chats.ts";
import { startRewriting } from "#app/state/rewrite-state.ts";
import { reportFailure } from "#app/state/failures.ts";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import { isHeld, type Turn } from "#storage/conversations";
import { AnswerText } from "./AnswerText.tsx";
import { cutOffNote } from "./turn-details.ts";
import { TurnDetails } from "./TurnDetails.tsx";
import styles from "./turn.module.css";

const PictureProgress = lazy(() => import("#app/pictures/PictureProgress.tsx"));
const GroundedAnswer = lazy(() => import("#app/pictures/GroundedAnswer.tsx"));
const TurnGuardCard = lazy(() => import("#app/guard/TurnGuardCard.tsx"));
const AgentTurn = lazy(() => import("#app/agent/AgentTurn.tsx"));

export interface AnswerTurnProps {
  readonly turn: Turn;
  /** The last answer, while a model is loaded and idle. */
  readonly repeatable: boolean;
  /** The question, or one before it, came with pictures. */
  readonly aboutPictures: boolean;
}

export function AnswerTurn(props: AnswerTurnProps): ReactElement {
  const { turn, repeatable } = props;
  const answering = useChats((state) => (state.answering?.turnId === turn.id ? state.answering : null));
  if (turn.job !== undefined) {
    return (
      <Suspense>
        <AgentTurn jobId={turn.job} repeatable={repeatable} />
      </Suspense>
    );
  }
  if (answering) {
    return answering.text === "" ? (
      <Waiting turn={turn} answering={answering} />
    ) : (
      <AnswerText text={answering.text} />
    );
  }
  return <Ended {...props} />;
}

function Ended({ turn, repeatable, aboutPictures }: AnswerTurnProps): ReactElement {
  const empty = turn.text.trim() === "" || isHeld(turn);
  return (
    <>
      {!empty && (aboutPictures ? <AboutPictures turn={turn} /> : <AnswerText text={turn.text} />)}
      {turn.guard && (
        <Suspense fallback={null}>
          <TurnGuardCard turn={turn} repeatable={repeatable} />
        </Suspense>
      )}
      {endNotes(turn, empty).map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
      {turn.error && turn.state === "failed" && (
        <ErrorNotice error={turn.error} {...(repeatable ? { onRetry: again } : {})} />
      )}
      <div className={styles.tools}>
        {!empty && <IconButton label="Copy answer" icon="copy" onClick={() => void copyText(turn.text)} />}
        {!empty && <IconButton label="Rewrite" icon="pencil" onClick={() => startRewriting(turn.text)} />}
        {repeatable && <IconButton label="Answer again" icon="refresh" onClick={again} />}
        {aboutPictures && !empty && (
          <IconButton
            label="Draft an invite from this answer"
            icon="calendar"
            onClick={() => void draftInvite(turn)}
          />
        )}
        <TurnDetails turn={turn} pictures={aboutPictures} />
      </div>
    </>
  );
}

/** How it ended, where that is not to be seen. */
function endNotes({ state, guard, stats }: Turn, empty: boolean): readonly string[] {
  const notes = [
    empty && !guard && state === "done" && "The model answered nothing.",
    state === "stopped" && "You stopped this answer.",
    state === "looped" && "Stopped here: the model began to say the same thing over and over.",
    state === "interrupted" && "This answer was cut off before it was finished.",
    stats && cutOffNote(stats),
  ];
  return notes.filter((note) => typeof note === "string");
}

/** Its text, with the places it names shown in the picture. */
function AboutPictures({ turn }: { readonly turn: Turn }): ReactElement {
  return (
    <Suspense fallback={<AnswerText text={turn.text} />}>
      <GroundedAnswer turn={turn} />
    </Suspense>
  );
}

async function draftInvite(turn: Turn): Promise<void> {
  try {
    const { draftFromPicture } = await import("#app/pictures/draft-from-picture.ts");
    await draftFromPicture(turn);
  } catch (error) {
    reportFailure(error);
  }
}

function again(): void {
  chats.regenerate().catch(reportFailure);
}

function Waiting({
  turn,
  answering: { progress, check },
}: {
  readonly turn: Turn;
  readonly answering: Answering;
}): ReactElement {
  if (check)
    return (
      <Suspense fallback={null}>
        <TurnGuardCard turn={turn} check={check} repeatable={false} />
      </Suspense>
    );
  if (progress?.type === "picture-progress")
    return (
      <Suspense fallback={null}>
        <PictureProgress progress={progress} />
      </Suspense>
    );
  return (
    <p className={styles.waiting}>
      {progress
        ? `Reading ${progress.doneTokens} of ${progress.totalTokens} tokens…`
        : "Waiting for the model…"}
    </p>
  );
}
