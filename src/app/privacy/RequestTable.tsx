/** @file Who this page has talked to. */
import type { ReactElement } from "react";
import { formatBytes, formatCount } from "#app/format.ts";
import { Section } from "#app/ui/Page.tsx";
import styles from "./PrivacyView.module.css";
import { useRequests } from "./use-requests.ts";

export function RequestTable(): ReactElement {
  const requests = useRequests();
  const foreign = requests.filter(({ own }) => !own);
  return (
    <Section title="Requests this app made">
      <p>
        {foreign.length === 0
          ? "As far as the browser shows them, all requests went to the address this page came from."
          : `As far as the browser shows them, ${formatCount(foreign.length, "other address was", "other addresses were")} contacted.`}
      </p>
      <table className={styles.table}>
        <caption className="visually-hidden">Requests since this page was opened, by address</caption>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Requests</th>
            <th scope="col">Received</th>
          </tr>
        </thead>
        <tbody>
          {requests.map(({ origin, own, count, receivedBytes }) => (
            <tr key={origin}>
              <td>
                {origin}
                {own && " (this app)"}
              </td>
              <td>{count}</td>
              <td>{receivedBytes === 0 ? "nothing over the network" : formatBytes(receivedBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        Requests since this page was opened. The list does not hold those of background workers, such as the
        model download; the same policy binds them to this address.
      </p>
    </Section>
  );
}
