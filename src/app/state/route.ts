/** @file Where in the app a person is: the hash of the address, so that Back, reload and links work offline. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

/** The lists of the Messages view beside that of the threads. */
export type MessagesTab = "people" | "imports";

export type Route =
  | { readonly view: "chat"; readonly chatId: string | null }
  | {
      readonly view: "messages";
      readonly threadId: string | null;
      readonly messageId: string | null;
      readonly tab?: MessagesTab;
    }
  | { readonly view: "calendar" }
  | { readonly view: "models" }
  | { readonly view: "settings" }
  | { readonly view: "activity" }
  | { readonly view: "privacy" }
  | { readonly view: "evaluation" };

export type View = Route["view"];

const TABS: readonly MessagesTab[] = ["people", "imports"];

const MAX_ID_LENGTH = 100;

/** Any hash; what is not a route is the start page. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/u, "").split("?", 2);
  const [view = "", id] = path.split("/", 2);
  switch (view) {
    case "messages": {
      const parameters = new URLSearchParams(query);
      const tab = TABS.find((known) => known === parameters.get("tab"));
      const threadId = parseId(id);
      const messageId = parseId(parameters.get("message"));
      return { view, threadId, messageId, ...(tab && threadId === null && { tab }) };
    }
    case "calendar":
    case "models":
    case "settings":
    case "activity":
    case "privacy":
    case "evaluation":
      return { view };
    default:
      return { view: "chat", chatId: view === "chat" ? parseId(id) : null };
  }
}

const VIEWS: readonly string[] = [
  "",
  "chat",
  "messages",
  "calendar",
  "models",
  "settings",
  "activity",
  "privacy",
  "evaluation",
];

/** False for an address that names no view. */
export function isRoute(hash: string): boolean {
  return VIEWS.includes(hash.replace(/^#\/?/u, "").split(/[/?]/u, 1)[0] ?? "");
}

/** The `href` of a route. */
export function routeHref(route: Route): string {
  if (route.view === "chat")
    return route.chatId === null ? "#/chat" : `#/chat/${encodeURIComponent(route.chatId)}`;
  if (route.view !== "messages") return `#/${route.view}`;
  if (route.tab && route.threadId === null) return `#/messages?tab=${route.tab}`;
  const thread = route.threadId === null ? "" : `/${encodeURIComponent(route.threadId)}`;
  const message = route.messageId === null ? "" : `?message=${encodeURIComponent(route.messageId)}`;
  return `#/messages${thread}${message}`;
}

const routeStore = createStore<Route>(() => parseRoute(globalThis.location?.hash ?? ""));

const follow = (): void => {
  const route = parseRoute(location.hash);
  if (!isRoute(location.hash)) history.replaceState(null, "", routeHref(route));
  routeStore.setState(route, true);
};

/**
 * Follows the address bar until the returned function is called.
 * @param start where the system asked to go, by an address whose query has no place in it any more
 */
export function followAddress(start: Route | null): () => void {
  if (start) history.replaceState(null, "", `${location.pathname}${routeHref(start)}`);
  follow();
  addEventListener("hashchange", follow);
  return () => removeEventListener("hashchange", follow);
}

export function currentRoute(): Route {
  return routeStore.getState();
}

/** Goes to a route. `replace` leaves no entry in the history. */
export function navigate(route: Route, options: { readonly replace?: boolean } = {}): void {
  if (options.replace) history.replaceState(null, "", routeHref(route));
  else history.pushState(null, "", routeHref(route));
  routeStore.setState(route, true);
}

export function useRoute(): Route {
  return useStore(routeStore);
}

/** Ids of chats, threads and messages: letters, digits, `_` and `-`. */
function parseId(text: string | null | undefined): string | null {
  return text && text.length <= MAX_ID_LENGTH && /^[\w-]+$/u.test(text) ? text : null;
}
