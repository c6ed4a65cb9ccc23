/** @file Hands an .ics file to the person: the share sheet where the device has one for files, else a download. */
import { isAbort } from "#shared/errors";

export interface IcsFile {
  readonly fileName: string;
  readonly text: string;
}

/** How the file left; `cancelled` = the share sheet was closed. */
export type HandOver = "saved" | "shared" | "cancelled";

/** Long enough for any browser to have started the download. */
const REVOKE_AFTER_MS = 60_000;

/**
 * Call within a click. The share sheet is for touch devices: on a desktop a file in Downloads is what people expect.
 */
export async function handOver({ fileName, text }: IcsFile): Promise<HandOver> {
  const file = new File([text], fileName, { type: "text/calendar" });
  if (!matchMedia("(pointer: coarse)").matches || !navigator.canShare?.({ files: [file] })) {
    download(file);
    return "saved";
  }
  try {
    await navigator.share({ files: [file] });
    return "shared";
  } catch (error) {
    if (isAbort(error)) return "cancelled";
    download(file);
    return "saved";
  }
}

function download(file: File): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS);
}
