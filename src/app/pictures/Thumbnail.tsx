/** @file A picture, small. */
import { useLayoutEffect, useRef, type ReactElement } from "react";
import type { TurnPicture } from "#storage/pictures";

export interface ThumbnailProps {
  readonly picture: TurnPicture;
  readonly className?: string | undefined;
  /** Beside text that says the same, a picture has nothing to add. */
  readonly decorative?: boolean;
}

export function Thumbnail({ picture, className, decorative = false }: ThumbnailProps): ReactElement {
  const { thumbnail, alt, name, width, height } = picture;
  const image = useRef<HTMLImageElement>(null);
  useLayoutEffect(() => {
    const url = URL.createObjectURL(thumbnail);
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [thumbnail]);
  return (
    <img
      ref={image}
      className={className}
      alt={decorative ? "" : alt.trim() || name}
      width={width}
      height={height}
      draggable={false}
    />
  );
}
