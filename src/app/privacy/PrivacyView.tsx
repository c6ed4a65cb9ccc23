/** @file What runs where, what is kept, who was contacted, and how to check or undo it. */
import { useEffect, type ReactElement } from "react";
import { formatBytes } from "#app/format.ts";
import { persistedText } from "#app/models/DeviceFacts.tsx";
import { askToPersist, refreshStorageHealth, useStorageHealth } from "#app/state/storage-health.ts";
import { Button } from "#app/ui/Button.tsx";
import { Page, Section } from "#app/ui/Page.tsx";
import { EraseSection } from "./EraseSection.tsx";
import styles from "./PrivacyView.module.css";
import { RequestTable } from "./RequestTable.tsx";

export default function PrivacyView(): ReactElement {
  return (
    <Page
      title="Privacy"
      lead="Nothing you put in leaves this device. This page says why that is so and how you can check it."
    >
      <Section title="What runs where">
        <dl className={styles.facts}>
          <dt>On this device</dt>
          <dd>
            The model, reading of exported chats, summaries, date phrases and calendar files. They run in this
            browser, the heavy parts in background workers.
          </dd>
          <dt>On the server</dt>
          <dd>Nothing that knows you. It hands out the files of this app and the pieces of the model.</dd>
          <dt>Elsewhere</dt>
          <dd>Nothing. No analytics, no fonts or scripts from other addresses, no accounts.</dd>
        </dl>
      </Section>
      <StoredSection />
      <RequestTable />
      <Section title="Check it yourself">
        <ul className={styles.list}>
          <li>
            Once the model is ready, switch the network off: everything keeps working, also after a reload.
          </li>
          <li>Open the browser's developer tools, tab Network, and ask something: no request appears.</li>
          <li>
            The page is delivered with a policy (Content-Security-Policy, <code>connect-src 'self'</code>)
            that makes the browser itself refuse connections to any other address.
          </li>
        </ul>
      </Section>
      <EraseSection />
    </Page>
  );
}

function StoredSection(): ReactElement {
  const { persisted, usedBytes } = useStorageHealth((health) => health);
  useEffect(() => void refreshStorageHealth(), []);
  return (
    <Section title="What is kept on this device">
      <dl className={styles.facts}>
        <dt>Written by you</dt>
        <dd>
          Chats, what you began to type, calendar drafts, settings, and what the assistant keeps and did.
        </dd>
        <dt>Imported</dt>
        <dd>Messages you imported, and their summaries. The exported file itself is not kept.</dd>
        <dt>Downloaded</dt>
        <dd>The model and the files of this app.</dd>
        <dt>All together</dt>
        <dd>{usedBytes === null ? "The browser does not say how much." : formatBytes(usedBytes)}</dd>
        <dt>For how long</dt>
        <dd>{persistedText(persisted)}</dd>
      </dl>
      {persisted === false && (
        <div>
          <Button onClick={() => void askToPersist()}>Ask the browser to keep it</Button>
        </div>
      )}
    </Section>
  );
}
