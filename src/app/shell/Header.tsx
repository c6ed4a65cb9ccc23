/** @file The top of the page: name, navigation, the state of the model, and the rest behind one menu. */
import type { ReactElement } from "react";
import { navigate, routeHref } from "#app/state/route.ts";
import { Menu } from "#app/ui/Menu.tsx";
import styles from "./Header.module.css";
import { ModelPill } from "./ModelPill.tsx";
import { Navigation } from "./Navigation.tsx";
import { showShortcuts } from "./shortcuts-store.ts";

export function Header(): ReactElement {
  return (
    <header className={styles.header}>
      <a
        className={styles.brand}
        href={routeHref({ view: "chat", chatId: null })}
        aria-label="Hearth, start page"
      >
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <span aria-hidden="true">Hearth</span>
      </a>
      <Navigation place="top" />
      <div className={styles.end}>
        <ModelPill />
        <Menu
          label="More"
          icon="more"
          items={[
            { label: "Settings", icon: "settings", onSelect: () => navigate({ view: "settings" }) },
            {
              label: "Assistant activity",
              icon: "clock",
              onSelect: () => navigate({ view: "activity" }),
            },
            { label: "Privacy", icon: "shield", onSelect: () => navigate({ view: "privacy" }) },
            { label: "Keyboard shortcuts", icon: "keyboard", onSelect: showShortcuts },
          ]}
        />
      </div>
    </header>
  );
}
