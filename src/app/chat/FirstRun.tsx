/** @file The first visit: what Hearth does, what it costs, and one button. */
import type { ReactElement } from "react";
import { findModel } from "#models/catalog";
import { formatBytes } from "#app/format.ts";
import { useEngine } from "#app/state/engine.ts";
import { routeHref } from "#app/state/route.ts";
import { DeviceNotice } from "#app/models/DeviceNotice.tsx";
import { InstallPanel } from "#app/models/InstallPanel.tsx";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import styles from "./FirstRun.module.css";

const EXAMPLES: readonly { readonly icon: IconName; readonly title: string; readonly text: string }[] = [
  {
    icon: "messages",
    title: "Summarise a conversation",
    text: "Drop an exported chat; every sentence shows the messages it comes from.",
  },
  { icon: "list", title: "Find what there is to do", text: "Who promised what, until when, in whose words." },
  {
    icon: "calendar",
    title: "Draft an invite",
    text: "“Tuesday at three” becomes a date you check before a file is made.",
  },
  {
    icon: "picture",
    title: "Ask about a picture",
    text: "Drop, paste or photograph it. It is looked at on this device.",
  },
  { icon: "chat", title: "Chat", text: "Short texts, rewording, ideas. Works on a plane." },
];

export function FirstRun(): ReactElement {
  const model = useEngine((state) => findModel(state.modelId));
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <h1>An assistant that stays on this device</h1>
        <p className={styles.lead}>
          Hearth runs a language model inside this browser. What you type, import or draft never leaves it.{" "}
          <a href={routeHref({ view: "privacy" })}>See how to check that</a>
        </p>
      </header>
      <ul className={styles.examples}>
        {EXAMPLES.map(({ icon, title, text }) => (
          <li key={title} className={styles.example}>
            <Icon name={icon} />
            <div>
              <h2>{title}</h2>
              <p>{text}</p>
            </div>
          </li>
        ))}
      </ul>
      <DeviceNotice />
      <section className={styles.install} aria-label="Get the model">
        <InstallPanel />
        {model && (
          <p className={styles.facts}>
            {model.name}, {formatBytes(model.downloadBytes)} once, about {formatBytes(model.memoryBytes)} of
            memory while it runs. Licence: {model.licence.name}.
          </p>
        )}
        <p>
          <a href={routeHref({ view: "messages", threadId: null, messageId: null })}>
            Try the sample messages without a model
          </a>
        </p>
      </section>
    </div>
  );
}
