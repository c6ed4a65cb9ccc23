/** @file Registers the service worker that makes Hearth open without a network, and offers its updates. */
import { trustedScriptUrl } from "#shared/trusted-url";
import { toast } from "./ui/toast.ts";

/** Does nothing in development, where there is no service worker. Never rejects for a browser that has none. */
export async function registerServiceWorker(): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const { Workbox } = await import("workbox-window");
  const url = trustedScriptUrl(`${import.meta.env.BASE_URL}sw.js`);
  const workbox = new Workbox(url, { updateViaCache: "none" });

  workbox.addEventListener("waiting", () =>
    toast("A new version of Hearth is ready.", {
      sticky: true,
      actionLabel: "Update now",
      dismissLabel: "When I close",
      onAction: () => {
        workbox.addEventListener("controlling", () => location.reload());
        workbox.messageSkipWaiting();
      },
    }),
  );
  workbox.addEventListener("installed", ({ isUpdate }) => {
    if (!isUpdate) toast("The app itself now opens without a network.");
  });
  try {
    await workbox.register();
  } catch {
    // Private windows and blocked site data refuse service workers: Hearth then needs the network to open.
  }
}
