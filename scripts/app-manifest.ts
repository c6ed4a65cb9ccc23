/** @file The web app manifest: what an installed Hearth is called and looks like. */

import type { ManifestOptions } from "vite-plugin-pwa";

export const APP_MANIFEST: Partial<ManifestOptions> = {
  id: "/",
  start_url: "/",
  scope: "/",
  name: "Hearth",
  short_name: "Hearth",
  description: "A private assistant that runs a language model on this device. Nothing you put in leaves it.",
  lang: "en",
  dir: "ltr",
  display: "standalone",
  background_color: "#191613",
  theme_color: "#191613",
  categories: ["productivity", "utilities"],
  icons: [
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
    { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
  launch_handler: { client_mode: ["focus-existing", "auto"] },
  shortcuts: [
    { name: "Import messages", url: "/?new=import" },
    { name: "Today", url: "/?view=today" },
  ],
};
