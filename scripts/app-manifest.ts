/** @file The web app manifest: what an installed Hearth is called and looks like, and what the system may hand it. */

import type { ManifestOptions } from "vite-plugin-pwa";

/** Android compares types, desktops endings: both are named. */
const SHARED_FILES = [
  "text/plain",
  ".txt",
  "application/zip",
  ".zip",
  "application/json",
  ".json",
  "text/xml",
  ".xml",
  "text/vtt",
  ".vtt",
  "message/rfc822",
  ".eml",
  "application/mbox",
  ".mbox",
  "text/calendar",
  ".ics",
  "image/*",
];

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
  // POST, because a GET would put what is shared into the address and so into the history. Answered by sw.ts.
  share_target: {
    action: "/share-target",
    method: "POST",
    enctype: "multipart/form-data",
    params: {
      title: "title",
      text: "text",
      url: "url",
      files: [{ name: "files", accept: SHARED_FILES }],
    },
  },
  // The start page with a query: every host has it, also one that knows no other paths. Not .txt, .json, .zip or .xml,
  // which belong to other programs.
  file_handlers: [
    {
      action: "/?open=file",
      accept: {
        "text/calendar": [".ics"],
        "message/rfc822": [".eml"],
        "application/mbox": [".mbox"],
        "text/vtt": [".vtt"],
      },
    },
    // Beside the message field, to be asked about.
    {
      action: "/?open=file",
      accept: {
        "image/png": [".png"],
        "image/jpeg": [".jpg", ".jpeg"],
        "image/webp": [".webp"],
        "image/gif": [".gif"],
        "image/avif": [".avif"],
      },
    },
  ],
  protocol_handlers: [{ protocol: "web+hearth", url: "/?link=%s" }],
};
