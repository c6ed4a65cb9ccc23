/** @file What the pictures page and its worker exchange. */

export interface PictureRequest {
  /** Of a file, in Base64. */
  readonly file: string;
  /** Pixels to be reported. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Stop is pressed before it begins. */
  readonly isAborted?: boolean;
}

export interface PictureReport {
  readonly width: number;
  readonly height: number;
  readonly isAnimated: boolean;
  /** RGBA of each point asked for. */
  readonly colours: readonly (readonly number[])[];
}

/** A report, or the error's code and details. */
export type PictureOutcome =
  | { readonly picture: PictureReport }
  | { readonly code: string; readonly details: Readonly<Record<string, unknown>> };

declare global {
  interface Window {
    decodePicture(request: PictureRequest): Promise<PictureOutcome>;
  }
}
