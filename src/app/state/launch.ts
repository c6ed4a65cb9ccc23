/**
 * @file What the system opened Hearth with: a shortcut, a link, a shared item, a file. Addresses come from outside and are
 * untrusted: they choose among views of the app and name an inbox, nothing else (spec messages-calendar 6).
 */
import type { Route } from "./route.ts";

export interface Launch {
  /** Where to go; null = where the hash says. */
  readonly route: Route | null;
  /** Id of what was shared, or `failed` when it could not be kept; null = nothing. */
  readonly inbox: string | null;
}

const THREADS: Route = { view: "messages", threadId: null, messageId: null };

/** Views that a link or a shortcut may name. */
const PLACES: Readonly<Record<string, Route>> = {
  chat: { view: "chat", chatId: null },
  messages: THREADS,
  import: THREADS,
  calendar: { view: "calendar" },
  today: { view: "calendar" },
  models: { view: "models" },
  settings: { view: "settings" },
  privacy: { view: "privacy" },
};

const LINK_SCHEME = "web+hearth:";
const MAX_LINK_CHARS = 200;

/** @param search query of an address, with or without `?` */
export function parseLaunch(search: string): Launch {
  const query = new URLSearchParams(search);
  const inbox = query.get("inbox");
  if (inbox !== null) return { route: THREADS, inbox };
  const asked = query.get("view") ?? (query.get("new") === "import" ? "import" : null);
  if (query.has("open")) return { route: THREADS, inbox: null };
  return { route: placeOf(asked ?? linkedView(query.get("link"))), inbox: null };
}

/** `web+hearth:?view=calendar` names a view; every other part of such a link is ignored. */
function linkedView(link: string | null): string | null {
  if (link === null || link.length > MAX_LINK_CHARS || !link.startsWith(LINK_SCHEME)) return null;
  const [, query = ""] = link.split("?", 2);
  return new URLSearchParams(query).get("view");
}

function placeOf(name: string | null): Route | null {
  return name !== null && Object.hasOwn(PLACES, name) ? PLACES[name]! : null;
}
