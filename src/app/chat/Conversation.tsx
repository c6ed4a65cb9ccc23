/** @file The turns of the open conversation. */
import { lazy, Suspense, type ReactElement } from "react";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { useChats } from "#app/state/chats.ts";
import { useEngine } from "#app/state/engine.ts";
import { isLoaded } from "#app/state/engine-status.ts";
import { Button } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import type { Turn } from "#storage/conversations";
import { AnswerTurn } from "./AnswerTurn.tsx";
import styles from "./Conversation.module.css";
import { QuestionTurn } from "./QuestionTurn.tsx";
import { SpokenAnswer } from "./SpokenAnswer.tsx";
import { useStickyScroll } from "./use-sticky-scroll.ts";

const SightNotice = lazy(() => import("#app/pictures/SightNotice.tsx"));

export interface ConversationProps {
  readonly title: string;
  readonly turns: readonly Turn[];
}

export function Conversation({ title, turns }: ConversationProps): ReactElement {
  const answering = useChats((state) => state.answering);
  const loaded = useEngine((state) => isLoaded(state.status));
  const { area, atEnd, onScroll, jumpToEnd } = useStickyScroll(turns.length);
  const working = useAgentStatus((status) => status.working !== null);
  const idle = loaded && answering === null && !working;
  return (
    <div className={styles.frame}>
      {/* Focusable, so that the keyboard can scroll it. */}
      <section
        ref={area}
        className={styles.area}
        aria-label="Conversation"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- turns are scrolled with the keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div className={styles.turns}>
          <h1 className="visually-hidden">{title}</h1>
          <Turns turns={turns} idle={idle} />
        </div>
      </section>
      {!atEnd && (
        <Button className={styles.jump} onClick={jumpToEnd}>
          <Icon name="arrow-down" />
          Jump to latest
        </Button>
      )}
      <SpokenAnswer />
    </div>
  );
}

interface TurnsProps {
  readonly turns: readonly Turn[];
  /** A model is loaded and nothing is being answered: the last turns can be changed. */
  readonly idle: boolean;
}

function Turns({ turns, idle }: TurnsProps): ReactElement {
  const lastQuestion = turns.findLast((turn) => turn.role === "user");
  const lastTurn = turns.at(-1);
  const firstPicture = turns.find(({ pictures }) => pictures !== undefined)?.position;
  return (
    <>
      {turns.map((turn) => (
        <article key={turn.id} className={styles.turn} aria-label={turn.role === "user" ? "You" : "Hearth"}>
          {turn.role === "user" ? (
            <QuestionTurn
              turn={turn}
              editable={idle && turn === lastQuestion && lastTurn?.job === undefined}
            />
          ) : (
            <AnswerTurn
              turn={turn}
              repeatable={idle && turn === lastTurn}
              aboutPictures={firstPicture !== undefined && firstPicture < turn.position}
            />
          )}
        </article>
      ))}
      {idle && firstPicture !== undefined && (
        <Suspense fallback={null}>
          <SightNotice place="chat" />
        </Suspense>
      )}
    </>
  );
}
