/** @file Said where a picture meets a model that reads text only, with the clicks that help: another model, or the text. */
import { useEffect, type ReactElement } from "react";
import { findModel, type CatalogEntry } from "#models/catalog";
import { formatBytes } from "#app/format.ts";
import { useChats } from "#app/state/chats.ts";
import { isRead, readyPictures, useAttachments } from "#app/state/chats-attachments.ts";
import { engine, useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { navigate } from "#app/state/route.ts";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { seesPictures } from "./model-sees.ts";
import { ReadTextOffer } from "./ReadTextOffer.tsx";
import styles from "./ReadText.module.css";
import { modelToOffer, SEEING_MODELS, switchTo } from "./sight.ts";

export type SightNoticeProps =
  /** In an earlier question. */
  | { readonly place: "chat" }
  /** Beside the message field. */
  | { readonly place: "attached"; readonly chatId: string | null };

export default function SightNotice(props: SightNoticeProps): ReactElement | null {
  const { modelId, installs } = useEngine((state) => state);
  useEffect(() => {
    for (const { id } of SEEING_MODELS) engine.check(id).catch(reportFailure);
  }, []);
  const model = findModel(modelId);
  if (!model || seesPictures(model)) return null;
  const offer = modelToOffer(installs);
  const here = offer !== null && installs[offer.id]?.complete === true;
  const actions = <Models offer={offer} here={here} />;
  return props.place === "attached" ? (
    <AttachedNotice model={model} chatId={props.chatId} actions={actions} />
  ) : (
    <Notice kind="info" title={`${model.name} can't see pictures`} actions={actions}>
      <p>
        It is told only the names and descriptions of those in this chat, and the text that was read off them.
      </p>
      {offer && <Strengths offer={offer} />}
    </Notice>
  );
}

function AttachedNotice({
  model,
  chatId,
  actions,
}: {
  readonly model: CatalogEntry;
  readonly chatId: string | null;
  readonly actions: ReactElement;
}): ReactElement {
  const attachments = useAttachments(chatId);
  const [first] = readyPictures(attachments);
  if (first !== undefined && isRead(attachments))
    return (
      <AfterReading title={`${model.name} gets the text, not the picture`} actions={actions}>
        <ReadTextOffer chatId={chatId} readIn={first.picture.read?.language ?? null} />
      </AfterReading>
    );
  return (
    <Notice kind="warning" title={`${model.name} can't see pictures`} actions={actions}>
      <p>It can answer from the text in the picture, which is read on this device.</p>
      {first && <ReadTextOffer chatId={chatId} readIn={null} />}
    </Notice>
  );
}

/** Folded, so that what was read and the message field have the room. */
function AfterReading({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions: ReactElement;
  readonly children: ReactElement;
}): ReactElement {
  return (
    <details className={styles.read}>
      <summary>{title}</summary>
      {children}
      <div className={styles.offer}>{actions}</div>
    </details>
  );
}

function Models({
  offer,
  here,
}: {
  readonly offer: CatalogEntry | null;
  readonly here: boolean;
}): ReactElement {
  const answering = useChats((state) => state.answering !== null);
  return (
    <>
      {offer && (
        <Button disabled={answering} onClick={() => void switchTo(offer).catch(reportFailure)}>
          {here ? `Use ${offer.name}` : `Use ${offer.name} (${formatBytes(offer.downloadBytes)})`}
        </Button>
      )}
      <Button onClick={() => navigate({ view: "models" })}>Compare models</Button>
    </>
  );
}

function Strengths({ offer }: { readonly offer: CatalogEntry }): ReactElement {
  return (
    <p>
      {offer.name}: {offer.strengths}
    </p>
  );
}
