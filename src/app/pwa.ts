/**
 * @file Registers the service worker that makes Hearth open without a network, offers its updates and sees to it that page
 * and service worker fit together (spec reliability 6).
 */
import { trustedScriptUrl } from "#shared/trusted-url";
import type { Workbox } from "workbox-window";
import { AppUpdate, type UpdateMessage } from "./state/app-update.ts";
import { tabNews } from "./state/tab-news.ts";
import { toast } from "./ui/toast.ts";

const CHANNEL = "hearth-update";
const RELOADED_KEY = "hearth-reloaded-at";
/** A second change within this time is no new version but two that fight. */
const RELOAD_GUARD_MS = 10_000;

/** Does nothing in development, where there is no service worker. Never rejects for a browser that has none. */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  reloadWhenReplaced();
  const module = await import("workbox-window");
  const url = trustedScriptUrl(`${import.meta.env.BASE_URL}sw.js`);
  const workbox = new module.Workbox(url, { updateViaCache: "none" });
  offerUpdates(workbox);
  workbox.addEventListener("installed", ({ isUpdate }) => {
    if (!isUpdate) toast("The app itself now opens without a network.");
  });
  try {
    await workbox.register();
    await checkVersions();
  } catch {
    // Private windows and blocked site data refuse service workers: Hearth then needs the network to open.
  }
}

function offerUpdates(workbox: Workbox): void {
  const update = new AppUpdate({
    send: tabNews<UpdateMessage>(CHANNEL, (message) => void update.heard(message)),
    prepare: async () => (await import("./state/put-away.ts")).putWorkAway(),
    takeOver: () => workbox.messageSkipWaiting(),
    newId: () => crypto.randomUUID(),
  });
  const offer = (): void =>
    void toast("A new version of Hearth is ready.", {
      sticky: true,
      actionLabel: "Update now",
      dismissLabel: "When I close",
      onAction: () => void accept(),
    });
  const accept = async (): Promise<void> => {
    if ((await update.accept()) === "started") return;
    toast("Messages are being imported. Update when that is done.");
    offer();
  };
  workbox.addEventListener("waiting", offer);
}

/** A new service worker took over, whoever asked for it: this page is of the former version. */
function reloadWhenReplaced(): void {
  // The first one takes charge of a page that had none: nothing has changed for it.
  let controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    const isReplacement = controlled;
    controlled = navigator.serviceWorker.controller !== null;
    if (isReplacement && mayReload()) location.reload();
    else if (isReplacement) offerReload("Hearth was updated.");
  });
}

function mayReload(): boolean {
  const now = Date.now();
  try {
    const last = Number(sessionStorage.getItem(RELOADED_KEY));
    if (now - last < RELOAD_GUARD_MS) return false;
    sessionStorage.setItem(RELOADED_KEY, String(now));
    return true;
  } catch {
    // Without a memory of the last reload there is no guard against a loop of them.
    return false;
  }
}

function offerReload(message: string): void {
  toast(message, {
    sticky: true,
    actionLabel: "Reload",
    dismissLabel: "Later",
    onAction: () => location.reload(),
  });
}

async function checkVersions(): Promise<void> {
  const { askVersions } = await import("./state/shell-version.ts");
  const verdict = await askVersions(new URL(import.meta.url).pathname);
  if (verdict === "other-build") offerReload("Another version of Hearth is stored than is open here.");
  if (verdict === "incompatible")
    offerReload("A newer Hearth is stored here, and this window can no longer save. Reload it.");
}
