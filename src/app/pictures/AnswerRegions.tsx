/** @file What an answer points at: the picture with the boxes drawn on it, and a list of them. */
import { useState, type ReactElement } from "react";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import type { TurnPicture } from "#storage/pictures";
import styles from "./AnswerRegions.module.css";
import { askPart } from "./ask-part.ts";
import { boxName, boxPlace, unitText } from "./box-text.ts";
import { BoxOverlay } from "./BoxOverlay.tsx";
import type { GroundedBox } from "./grounding.ts";
import { PictureDialog } from "./PictureDialog.tsx";
import { Thumbnail } from "./Thumbnail.tsx";

export interface AnswerRegionsProps {
  readonly conversationId: string;
  /** All those of the question. */
  readonly pictures: readonly TurnPicture[];
  /** The one that the boxes are drawn on. */
  readonly picture: TurnPicture;
  readonly boxes: readonly GroundedBox[];
  readonly selected: number | null;
  readonly onSelect: (index: number | null) => void;
  readonly onPicture: (picture: TurnPicture) => void;
}

export function AnswerRegions(props: AnswerRegionsProps): ReactElement {
  const { conversationId, pictures, picture, boxes, selected, onSelect } = props;
  const [opened, setOpened] = useState(false);
  const overlay = <BoxOverlay boxes={boxes} selected={selected} />;
  return (
    <section className={styles.regions} aria-label="Shown in the picture">
      <button
        type="button"
        className={styles.picture}
        aria-label={`Open ${picture.name} with what the answer points at`}
        onClick={() => setOpened(true)}
      >
        <Thumbnail picture={picture} className={styles.image} decorative />
        {overlay}
      </button>
      <div className={styles.words}>
        {pictures.length > 1 && <PictureChoice {...props} />}
        <RegionList boxes={boxes} selected={selected} onSelect={onSelect} />
        <p className={styles.note}>The model&apos;s own estimate. {unitText(boxes)}</p>
      </div>
      {opened && (
        <PictureDialog
          picture={picture}
          overlay={<BoxOverlay boxes={boxes} selected={null} />}
          marked={selected === null ? undefined : boxes[selected]?.region}
          onClose={() => setOpened(false)}
          onAskPart={(region) => askPart(conversationId, picture, region)}
        />
      )}
    </section>
  );
}

/** The answer does not say which picture it means. */
function PictureChoice({ pictures, picture, onPicture }: AnswerRegionsProps): ReactElement {
  return (
    <SelectField
      label="Shown in"
      value={picture.id}
      options={pictures.map(({ id, name }, index) => ({ value: id, label: `${index + 1}: ${name}` }))}
      onChange={(id) => onPicture(pictures.find((one) => one.id === id) ?? picture)}
    />
  );
}

type RegionListProps = Pick<AnswerRegionsProps, "boxes" | "selected" | "onSelect">;

function RegionList({ boxes, selected, onSelect }: RegionListProps): ReactElement {
  return (
    <ol className={styles.list} aria-label="Regions">
      {boxes.map((box, index) => (
        <li key={box.start}>
          <Button
            variant="plain"
            aria-pressed={index === selected}
            onClick={() => onSelect(index === selected ? null : index)}
          >
            <bdi dir="auto">{boxName(box, index)}</bdi>
            <span className="visually-hidden">: {boxPlace(box)}</span>
          </Button>
        </li>
      ))}
    </ol>
  );
}
