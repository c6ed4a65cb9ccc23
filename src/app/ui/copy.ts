/** @file Copies text and says whether it worked. */
import { toast } from "./toast.ts";

export async function copyText(text: string): Promise<void> {
  const copied = await putOnClipboard(text);
  toast(copied ? "Copied." : "The browser did not allow copying. Select the text and copy it by hand.");
}

/** False where the browser does not allow it. */
export async function putOnClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
