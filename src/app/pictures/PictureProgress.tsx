/** @file A picture while the model prepares it and looks at it: the tiles it is cut into, and how far it is. */
import type { ReactElement } from "react";
import type { TileGrid } from "#shared/language-model";
import type { AnswerProgress } from "#app/state/chats-state.ts";
import { useChats } from "#app/state/chats.ts";
import { ProgressBar } from "#app/ui/ProgressBar.tsx";
import type { TurnPicture } from "#storage/pictures";
import { gridText, pictureStep } from "./picture-text.ts";
import styles from "./PictureProgress.module.css";
import { Thumbnail } from "./Thumbnail.tsx";

export interface PictureProgressProps {
  readonly progress: Extract<AnswerProgress, { type: "picture-progress" }>;
}

export default function PictureProgress({ progress }: PictureProgressProps): ReactElement {
  const open = useChats((state) => state.open);
  const pictures = open.phase === "ready" ? open.turns.flatMap((turn) => turn.pictures ?? []) : [];
  const picture = pictures.find(({ id }) => id === progress.pictureId);
  return (
    <div className={styles.progress}>
      {picture && <Tiles picture={picture} grid={progress.grid} />}
      <ProgressBar
        label={pictureStep(progress, pictures)}
        fraction={progress.phase === "looking" ? progress.fraction : null}
        detail={gridText(progress) ?? "Opening it and cutting it into tiles"}
      />
    </div>
  );
}

/** The picture as it lies on its tiles; what it leaves empty the model sees black. */
function Tiles({
  picture,
  grid,
}: {
  readonly picture: TurnPicture;
  readonly grid: TileGrid | null;
}): ReactElement {
  if (!grid) return <Thumbnail picture={picture} className={styles.whole} decorative />;
  const { rows, columns, filledWidth, filledHeight } = grid;
  return (
    <div className={styles.canvas} style={{ aspectRatio: `${columns} / ${rows}` }}>
      <div
        className={styles.filled}
        style={{ inlineSize: `${filledWidth * 100}%`, blockSize: `${filledHeight * 100}%` }}
      >
        <Thumbnail picture={picture} className={styles.stretched} decorative />
      </div>
      <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
        {Array.from({ length: rows * columns }, (_, tile) => (
          <span key={tile} className={styles.tile} />
        ))}
      </div>
    </div>
  );
}
