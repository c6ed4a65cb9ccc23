/** @file Said where a picture meets a model that reads text only, with the one click that helps. */
import { useEffect, type ReactElement } from "react";
import { findModel } from "#models/catalog";
import { formatBytes } from "#app/format.ts";
import { useChats } from "#app/state/chats.ts";
import { engine, useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { navigate } from "#app/state/route.ts";
import { Button } from "#app/ui/Button.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { seesPictures } from "./model-sees.ts";
import { modelToOffer, SEEING_MODELS, switchTo } from "./sight.ts";

export interface SightNoticeProps {
  /** Where the picture is: beside the message field, or in an earlier question. */
  readonly place: "attached" | "chat";
}

export default function SightNotice({ place }: SightNoticeProps): ReactElement | null {
  const { modelId, installs } = useEngine((state) => state);
  const answering = useChats((state) => state.answering !== null);
  useEffect(() => {
    for (const { id } of SEEING_MODELS) engine.check(id).catch(reportFailure);
  }, []);
  const model = findModel(modelId);
  if (!model || seesPictures(model)) return null;
  const offer = modelToOffer(installs);
  const here = offer !== null && installs[offer.id]?.complete === true;
  return (
    <Notice
      kind={place === "attached" ? "warning" : "info"}
      title={`${model.name} can't see pictures`}
      actions={
        <>
          {offer && (
            <Button
              variant={place === "attached" ? "primary" : "plain"}
              disabled={answering}
              onClick={() => void switchTo(offer).catch(reportFailure)}
            >
              {here ? `Use ${offer.name}` : `Use ${offer.name} (${formatBytes(offer.downloadBytes)})`}
            </Button>
          )}
          <Button onClick={() => navigate({ view: "models" })}>Compare models</Button>
        </>
      }
    >
      <p>
        {place === "attached"
          ? "It reads text only. The picture stays here when you change the model."
          : "It is told only the names and descriptions of those in this chat."}
      </p>
      {offer && (
        <p>
          {offer.name}: {offer.strengths}
        </p>
      )}
    </Notice>
  );
}
