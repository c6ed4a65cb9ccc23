/**
 * @file Imported calendars: the stored list and the file being looked at. Nothing is stored before the click that asks for
 * it. What seems to be an earlier import again replaces it or is kept beside it, as the person says.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { isAbort } from "#shared/errors";
import type { ImportedCalendar, ParsedCalendar } from "#calendar/imported-event";
import { toFailure, type Failure } from "./engine-status.ts";
import { SharedReads } from "./shared-reads.ts";

export type CalendarList =
  | { readonly phase: "loading" }
  | { readonly phase: "ready"; readonly calendars: readonly ImportedCalendar[] }
  | { readonly phase: "failed"; readonly error: Failure };

export interface CalendarFile {
  readonly file: Blob;
  readonly fileName: string;
}

export type CalendarIntake =
  | { readonly phase: "idle" }
  | { readonly phase: "reading"; readonly fileName: string }
  | {
      readonly phase: "preview";
      readonly source: CalendarFile;
      /** IANA zone of times whose own is not known. */
      readonly zone: string;
      readonly parsed: ParsedCalendar;
      /** The import that it seems to be a later form of: two calendars may have one name. */
      readonly replaces: ImportedCalendar | null;
    }
  | { readonly phase: "failed"; readonly fileName: string; readonly error: Failure };

export interface CalendarsState {
  readonly list: CalendarList;
  readonly intake: CalendarIntake;
}

export interface CalendarsParts {
  readonly list: () => Promise<readonly ImportedCalendar[]>;
  readonly save: (calendar: ImportedCalendar) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly read: (file: Blob, zone: string, signal: AbortSignal) => Promise<ParsedCalendar>;
  readonly now: () => string;
  readonly newId: () => string;
  readonly zone: () => string;
}

export class Calendars {
  readonly store: StoreApi<CalendarsState> = createStore<CalendarsState>(() => ({
    list: { phase: "loading" },
    intake: { phase: "idle" },
  }));
  readonly #parts: CalendarsParts;
  readonly #reads = new SharedReads(() => this.#readList());
  #reading: AbortController | null = null;

  constructor(parts: CalendarsParts) {
    this.#parts = parts;
  }

  /** Shows what is stored. */
  load(): Promise<void> {
    return this.#reads.load();
  }

  async #readList(): Promise<void> {
    try {
      this.store.setState({ list: { phase: "ready", calendars: await this.#parts.list() } });
    } catch (error) {
      this.store.setState({ list: { phase: "failed", error: toFailure(error) } });
    }
  }

  /** Another tab has changed what is stored. */
  heard(): Promise<void> {
    return this.#reads.heard();
  }

  /** Reads a file for its preview. A newer one takes the place of one under way. */
  async read(source: CalendarFile, zone: string = this.#parts.zone()): Promise<void> {
    this.#reading?.abort();
    const controller = new AbortController();
    this.#reading = controller;
    this.store.setState({ intake: { phase: "reading", fileName: source.fileName } });
    try {
      const parsed = await this.#parts.read(source.file, zone, controller.signal);
      if (this.#reading !== controller) return;
      const replaces = this.#earlier(source.fileName, parsed);
      this.store.setState({ intake: { phase: "preview", source, zone, parsed, replaces } });
    } catch (error) {
      if (this.#reading !== controller || isAbort(error)) return;
      const { fileName } = source;
      this.store.setState({ intake: { phase: "failed", fileName, error: toFailure(error) } });
    }
  }

  /** Reads the file of the preview again, with another zone for times whose own is not known. */
  async rereadIn(zone: string): Promise<void> {
    const { intake } = this.store.getState();
    if (intake.phase === "preview") await this.read(intake.source, zone);
  }

  /** Stops a read under way and drops the preview. */
  discard(): void {
    this.#reading?.abort();
    this.#reading = null;
    this.store.setState({ intake: { phase: "idle" } });
  }

  /**
   * Stores the calendar of the preview.
   * @param keepBoth beside the earlier one, under a name of its own, instead of in its place
   * @returns it, and the function that puts back what was there before; null without a preview
   * @throws AppError of the storage, with the preview still there
   */
  async commit(keepBoth = false): Promise<{
    readonly calendar: ImportedCalendar;
    readonly undo: () => Promise<void>;
  } | null> {
    const { intake } = this.store.getState();
    if (intake.phase !== "preview") return null;
    const { parsed, source } = intake;
    const replaces = keepBoth ? null : intake.replaces;
    const calendar: ImportedCalendar = {
      ...parsed,
      name: keepBoth ? this.#freeName(parsed.name || source.fileName) : parsed.name,
      id: replaces?.id ?? this.#parts.newId(),
      fileName: source.fileName,
      importedAt: this.#parts.now(),
    };
    await this.#parts.save(calendar);
    this.discard();
    await this.load();
    const undo = async (): Promise<void> => {
      await (replaces === null ? this.#parts.remove(calendar.id) : this.#parts.save(replaces));
      await this.load();
    };
    return { calendar, undo };
  }

  /** Removes a calendar. @returns the function that brings it back. @throws AppError of the storage */
  async remove(calendar: ImportedCalendar): Promise<() => Promise<void>> {
    await this.#parts.remove(calendar.id);
    await this.load();
    return async () => {
      await this.#parts.save(calendar);
      await this.load();
    };
  }

  /** The name, with a number where another calendar has it: "Work (2)". */
  #freeName(name: string): string {
    const { list } = this.store.getState();
    const names = list.phase === "ready" ? list.calendars.map((one) => one.name || one.fileName) : [];
    let number = 1;
    const numbered = (): string => (number === 1 ? name : `${name} (${number})`);
    while (names.includes(numbered())) number += 1;
    return numbered();
  }

  #earlier(fileName: string, { name }: ParsedCalendar): ImportedCalendar | null {
    const { list } = this.store.getState();
    if (list.phase !== "ready") return null;
    const isSame = (other: ImportedCalendar): boolean =>
      name === "" ? other.name === "" && other.fileName === fileName : other.name === name;
    return list.calendars.find(isSame) ?? null;
  }
}
