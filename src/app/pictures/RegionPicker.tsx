/** @file Marks a part of a picture: drawn with a pointer, or set in numbers. */
import { useRef, type PointerEvent, type ReactElement, type ReactNode } from "react";
import type { PictureRegion } from "#workers/protocol-pictures";
import { TextField } from "#app/ui/TextField.tsx";
import type { TurnPicture } from "#storage/pictures";
import styles from "./PictureDialog.module.css";
import { between, boxStyle, pointOn, WHOLE, withPercent, type Point } from "./region.ts";
import { Thumbnail } from "./Thumbnail.tsx";

export interface RegionPickerProps {
  readonly picture: TurnPicture;
  /** Null = nothing is marked. */
  readonly region: PictureRegion | null;
  /** Drawn over the picture, under what is marked. */
  readonly overlay: ReactNode;
  readonly onChange: (region: PictureRegion) => void;
}

const SIDES = [
  ["left", "Left"],
  ["top", "Top"],
  ["width", "Width"],
  ["height", "Height"],
] as const satisfies readonly (readonly [keyof PictureRegion, string])[];

export function RegionPicker({ picture, region, overlay, onChange }: RegionPickerProps): ReactElement {
  const corner = useRef<Point | null>(null);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the numbers below do the same by keyboard */}
      <div
        className={styles.picture}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          corner.current = pointOf(event);
        }}
        onPointerMove={(event) => {
          if (corner.current) onChange(between(corner.current, pointOf(event)));
        }}
        onPointerUp={() => (corner.current = null)}
        onPointerCancel={() => (corner.current = null)}
      >
        <Thumbnail picture={picture} className={styles.image} />
        {overlay}
        {region && <span className={styles.region} style={boxStyle(region)} />}
      </div>
      <fieldset className={styles.numbers}>
        <legend>Ask about a part: draw a rectangle on the picture, or set it in percent</legend>
        {SIDES.map(([side, label]) => (
          <TextField
            key={side}
            label={label}
            type="number"
            min={0}
            max={100}
            inputMode="numeric"
            value={String(Math.round((region ?? WHOLE)[side] * 100))}
            onChange={(value) => onChange(withPercent(region ?? WHOLE, side, Number.parseFloat(value)))}
          />
        ))}
      </fieldset>
    </>
  );
}

function pointOf({ currentTarget, clientX, clientY }: PointerEvent): Point {
  return pointOn(currentTarget.getBoundingClientRect(), clientX, clientY);
}
