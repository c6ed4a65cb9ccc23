/**
 * @file From the wall clock of a phone to an instant (spec messages-calendar 2, "Time zone"). Autumn overlap: the first
 * pass until the file shows time going backwards, then the second. Spring gap: the later valid time, marked.
 */
import { Temporal } from "temporal-polyfill";

export interface PlacedTime {
  readonly epochMs: number;
  readonly fold?: 0 | 1 | undefined;
  readonly gap: boolean;
}

const HOUR_MS = 3_600_000;

/** True for a name that `WallClock` accepts: an IANA zone, not an offset. */
export function isTimeZone(zone: string): boolean {
  try {
    if (/^[+-]|^$/.test(zone)) return false;
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** `YYYY-MM-DD` of an instant in a zone. */
export function localDate(epochMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Places the wall times of one thread, given in file order. */
export class WallClock {
  readonly #zone: string;
  /** Offset of a day in which the clock does not change, or null. Zone look-ups are slow, days repeat. */
  readonly #dayOffset = new Map<string, number | null>();
  #previousMinute = "";
  /** Day of the overlap whose second pass has begun. */
  #secondPassOn = "";

  constructor(zone: string) {
    this.#zone = zone;
  }

  /** @param local `YYYY-MM-DDTHH:mm:ss`, a date that exists. */
  place(local: string): PlacedTime {
    const offset = this.#offsetOn(local.slice(0, 10));
    const placed =
      offset === null ? this.#placeOnChangeDay(local) : { epochMs: utcMs(local) - offset, gap: false };
    this.#previousMinute = local.slice(0, 16);
    return placed;
  }

  #offsetOn(day: string): number | null {
    const known = this.#dayOffset.get(day);
    if (known !== undefined) return known;
    const midnight = utcMs(`${day}T00:00:00`);
    const before = this.#offsetNear(midnight - HOUR_MS);
    const after = this.#offsetNear(midnight + 25 * HOUR_MS);
    const offset = before === after ? before : null;
    this.#dayOffset.set(day, offset);
    return offset;
  }

  /** Offset in force at about a wall time given as if it were UTC. */
  #offsetNear(wallMs: number): number {
    return this.#resolve(
      Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO("UTC").toPlainDateTime(),
      "earlier",
    ).offsetMs;
  }

  #resolve(
    wall: Temporal.PlainDateTime,
    disambiguation: "earlier" | "later",
  ): { epochMs: number; offsetMs: number; wall: Temporal.PlainDateTime } {
    const zoned = wall.toZonedDateTime(this.#zone, { disambiguation });
    return {
      epochMs: zoned.epochMilliseconds,
      offsetMs: zoned.offsetNanoseconds / 1e6,
      wall: zoned.toPlainDateTime(),
    };
  }

  #placeOnChangeDay(local: string): PlacedTime {
    const wall = Temporal.PlainDateTime.from(local);
    const earlier = this.#resolve(wall, "earlier");
    const later = this.#resolve(wall, "later");
    if (earlier.epochMs === later.epochMs) return { epochMs: earlier.epochMs, gap: false };
    if (!later.wall.equals(wall)) return { epochMs: later.epochMs, gap: true };

    const day = local.slice(0, 10);
    const wentBack = this.#previousMinute.slice(0, 10) === day && this.#previousMinute > local.slice(0, 16);
    if (wentBack) this.#secondPassOn = day;
    return this.#secondPassOn === day
      ? { epochMs: later.epochMs, fold: 1, gap: false }
      : { epochMs: earlier.epochMs, fold: 0, gap: false };
  }
}

export interface WallTime {
  /** `YYYY-MM-DDTHH:mm:ss`. */
  readonly local: string;
  readonly fold?: 0 | 1;
}

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
/** Longer than any clock change, shorter than the time between two. */
const AROUND_CHANGE_MS = 3 * HOUR_MS;

/** The inverse of `WallClock`: what the clock showed in a zone at an instant. */
export class ZoneClock {
  readonly #zone: string;
  /** By day (UTC): the offset at its beginning and at its end, asked once for the days of a whole mailbox. */
  readonly #offsets = new Map<number, number>();
  /** By quarter of an hour, on days with a change: no zone changes its clock at another time. */
  readonly #changes = new Map<number, number>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  at(epochMs: number): WallTime {
    const offset = this.#offsetAt(epochMs);
    const wallMs = epochMs + offset;
    const local = new Date(wallMs).toISOString().slice(0, 19);
    const before = this.#offsetAt(epochMs - AROUND_CHANGE_MS);
    if (before > offset && this.#offsetAt(wallMs - before) === before) return { local, fold: 1 };
    const after = this.#offsetAt(epochMs + AROUND_CHANGE_MS);
    if (after < offset && this.#offsetAt(wallMs - after) === after) return { local, fold: 0 };
    return { local };
  }

  #offsetAt(epochMs: number): number {
    const day = Math.floor(epochMs / DAY_MS);
    const offset = this.#offsetFrom(this.#offsets, day, DAY_MS);
    if (offset === this.#offsetFrom(this.#offsets, day + 1, DAY_MS)) return offset;
    return this.#offsetFrom(this.#changes, Math.floor(epochMs / QUARTER_MS), QUARTER_MS);
  }

  /** The offset when a unit of time begins. */
  #offsetFrom(known: Map<number, number>, unit: number, unitMs: number): number {
    let offset = known.get(unit);
    if (offset === undefined) {
      const begin = Temporal.Instant.fromEpochMilliseconds(unit * unitMs);
      offset = begin.toZonedDateTimeISO(this.#zone).offsetNanoseconds / 1e6;
      known.set(unit, offset);
    }
    return offset;
  }
}

/** Milliseconds of a wall time read as UTC. */
function utcMs(local: string): number {
  return Date.UTC(
    Number(local.slice(0, 4)),
    Number(local.slice(5, 7)) - 1,
    Number(local.slice(8, 10)),
    Number(local.slice(11, 13)),
    Number(local.slice(14, 16)),
    Number(local.slice(17, 19)),
  );
}
