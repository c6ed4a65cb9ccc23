/** @file The database of imported messages as the import worker has it: opened late, cleaned up, opened again when closed. */
import { removeDeadStages } from "#storage/import-stage";
import { removeLeftovers } from "#storage/imports";
import { openImportsDatabase, type ImportsDatabase } from "#storage/imports-db";
import { dropLeftPictures } from "./import-pictures.ts";

/** Opens the database at the first call, cleans up once, and opens it again after it was closed or failed to open. */
export function reopening(): () => Promise<ImportsDatabase> {
  let opening: Promise<ImportsDatabase> | null = null;
  const forget = (): void => {
    opening = null;
  };
  return () => {
    opening ??= openClean(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    return opening;
  };
}

async function openClean(onClosed: () => void): Promise<ImportsDatabase> {
  const db = await openImportsDatabase(onClosed);
  await removeLeftovers(db);
  await removeDeadStages(db);
  // Messages can do without their pictures.
  await dropLeftPictures(db).catch(() => undefined);
  return db;
}
