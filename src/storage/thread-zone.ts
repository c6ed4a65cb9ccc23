/**
 * @file Another zone for the wall times of a thread, after it was imported (spec messages-calendar 2 "Time zone"): the
 * instants are counted anew, ids and order stay, as they are made of the wall times.
 */
import type { Id, Message, Thread } from "#messages/message";
import type { WallClock } from "#messages/wall-time";
import { AppError } from "#shared/errors";
import { asWriter } from "./imports-access.ts";
import { changeStores, type ImportsDatabase, type ImportsTransaction } from "./imports-db.ts";

export interface NewZone {
  /** IANA name. */
  readonly name: string;
  /** A clock of that zone for the times of one thread, given in order. */
  readonly clock: () => Pick<WallClock, "place">;
}

/** Changes the thread, its messages and what later imports sum it up from, or nothing. */
export function setThreadZone(db: ImportsDatabase, threadId: Id, zone: NewZone): Promise<Thread> {
  return asWriter(async () => {
    const tx = changeStores(db, ["threads", "parts", "messages", "edits"]);
    const stored = await tx.objectStore("threads").get(threadId);
    if (stored?.state !== "live") {
      await tx.done;
      throw new AppError("unexpected", "no such thread");
    }
    const thread = { ...stored.thread, zone: zone.name };
    await tx.objectStore("threads").put({ ...stored, thread });
    await changeParts(tx, threadId, zone.name);
    await changeMessages(tx, threadId, zone);
    await tx.done;
    return thread;
  });
}

async function changeParts(tx: ImportsTransaction, threadId: Id, zone: string): Promise<void> {
  let part = await tx.objectStore("parts").index("by-thread").openCursor(IDBKeyRange.only(threadId));
  for (; part; part = await part.continue()) await part.update({ ...part.value, zone });
}

async function changeMessages(tx: ImportsTransaction, threadId: Id, { name, clock }: NewZone): Promise<void> {
  const range = IDBKeyRange.bound([threadId, -Infinity], [threadId, Infinity]);
  const messages = clock();
  let message = await tx.objectStore("messages").index("by-thread").openCursor(range);
  for (; message; message = await message.continue())
    await message.update(inZone(message.value, name, messages));
  const versions = clock();
  let edit = await tx.objectStore("edits").index("by-thread").openCursor(IDBKeyRange.only(threadId));
  for (; edit; edit = await edit.continue())
    await edit.update({ ...edit.value, other: inZone(edit.value.other, name, versions) });
}

/** A time that the file itself placed, by an offset or as an instant, is known and stays. */
function inZone(message: Message, zone: string, clock: Pick<WallClock, "place">): Message {
  const { time } = message;
  if (time === null || (time.zoneFrom !== "user" && time.zoneFrom !== "device")) return message;
  const { fold: _pass, suspicious, ...rest } = time;
  const { epochMs, fold, gap } = clock.place(time.local);
  const doubt = gap ? "gap" : suspicious === "gap" ? undefined : suspicious;
  return {
    ...message,
    time: {
      ...rest,
      epochMs,
      zone,
      zoneFrom: "user",
      ...(fold === undefined ? {} : { fold }),
      ...(doubt === undefined ? {} : { suspicious: doubt }),
    },
  };
}
