/** @file The icon set: 24 x 24 outlines drawn for Hearth, stroked in the text colour, hidden from screen readers. */
import type { ReactElement } from "react";
import styles from "./Icon.module.css";

const PATHS = {
  "arrow-down": "M12 5v14m-6-6 6 6 6-6",
  "arrow-up": "M12 19V5m-6 6 6-6 6 6",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5m8-5v5",
  chat: "M4 5h16v11H11l-5 4v-4H4z",
  camera: "M4 8h4l1.5-3h5L16 8h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  "chevron-down": "m6 9 6 6 6-6",
  "chevron-left": "m15 6-6 6 6 6",
  "chevron-right": "m9 6 6 6-6 6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  close: "m6 6 12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  download: "M12 4v11m-5-4.5 5 4.5 5-4.5M4 20h16",
  error: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 8v5m0 3v.01",
  flame:
    "M12 3c.6 3.4 5.5 5.2 5.5 10.4A5.5 5.5 0 0 1 12 21a5.5 5.5 0 0 1-5.5-7.2c.5-1.6 1.6-2.5 2.1-4.1 1 .5 1.6 1.2 1.9 2.2C11.7 9.6 12.3 6.2 12 3z",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5m0-8v.01",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1-1",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  menu: "M4 7h16M4 12h16M4 17h16",
  messages: "M3 5h13v9H9l-4 3.500V14H3zM19 9h2v9h-2v3l-4-3h-4",
  model: "M12 3 4 7.500v9L12 21l8-4.500v-9zM4 7.500l8 4.5 8-4.500M12 12v9",
  more: "M5.5 11.5h1v1h-1zM11.5 11.5h1v1h-1zM17.5 11.5h1v1h-1z",
  pencil: "M4 20l1-4.500L16 4.500l3.5 3.500L8.5 19zM13.5 7l3.5 3.5",
  people:
    "M9 4.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20c0-3.5 3-5.5 6.5-5.500s6.5 2 6.5 5.500M16 5a3.5 3.5 0 0 1 0 6.500M18 15c2.2.7 3.5 2.5 3.5 5",
  picture:
    "M4 5h16v14H4zM8.500 8.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3zM4 17l5-4.500 3.500 3L16 12l4 4",
  plus: "M12 5v14M5 12h14",
  refresh: "M20 12a8 8 0 1 1-2.5-5.800M20 4v4.500h-4.5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
  send: "M12 20V5m-6 6 6-6 6 6",
  settings:
    "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 14.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  shield: "M12 3 5 6v5.500c0 4.5 3 7.7 7 9.5 4-1.8 7-5 7-9.500V6zM9 12l2.2 2.200L15.5 10",
  stop: "M7 7h10v10H7z",
  success: "M12 3.500a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 12.200l2.5 2.5 4.5-5",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5.500M14 11v5.5",
  upload: "M12 15V4m-5 4.500L12 4l5 4.500M4 20h16",
  warning: "M12 4 2.5 20h19zM12 10v4.500m0 3v.01",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className={styles.icon} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
