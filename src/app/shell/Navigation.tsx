/** @file The four places of Hearth: beside the name on wide screens, a bar at the bottom on phones. */
import type { ReactElement } from "react";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { routeHref, useRoute, type Route } from "#app/state/route.ts";
import { classes } from "#app/ui/classes.ts";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import styles from "./Navigation.module.css";

interface Place {
  readonly label: string;
  readonly icon: IconName;
  readonly route: Route;
}

const PLACES: readonly Place[] = [
  { label: "Chat", icon: "chat", route: { view: "chat", chatId: null } },
  { label: "Messages", icon: "messages", route: { view: "messages", threadId: null, messageId: null } },
  { label: "Calendar", icon: "calendar", route: { view: "calendar" } },
  { label: "Models", icon: "model", route: { view: "models" } },
];

export function Navigation({ place }: { readonly place: "top" | "bottom" }): ReactElement {
  const { view } = useRoute();
  const waiting = useAgentStatus((status) => status.waiting);
  return (
    <nav className={classes(styles.navigation, styles[place])} aria-label="Main">
      {PLACES.map(({ label, icon, route }) => (
        <a
          key={label}
          href={routeHref(route)}
          className={styles.link}
          aria-current={view === route.view ? "page" : undefined}
        >
          {place === "bottom" && <Icon name={icon} />}
          {label}
          {route.view === "chat" && waiting > 0 && (
            <span className={styles.badge}>
              {waiting}
              <span className="visually-hidden"> waiting for you</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
