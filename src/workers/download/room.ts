/** @file Refuses a download that the browser itself says it cannot store, before gigabytes arrive in vain. */
import { AppError } from "#shared/errors";

/**
 * What browsers promise is more than there is as often as not (Chromium names 10 GiB whatever the disk has), so only a
 * refusal is believed, and no model that is downloaded needs that much; a full disk shows when a piece is stored.
 * @throws AppError `storage-full` with what is missing and what there is.
 */
export async function ensureRoom(missingBytes: number): Promise<void> {
  const { storage } = navigator as { storage?: StorageManager };
  const { quota, usage } = (await storage?.estimate().catch(() => undefined)) ?? {};
  if (quota === undefined || usage === undefined || quota - usage >= missingBytes) return;
  const availableBytes = Math.max(0, quota - usage);
  throw new AppError("storage-full", "the browser has no room for it", { missingBytes, availableBytes });
}
