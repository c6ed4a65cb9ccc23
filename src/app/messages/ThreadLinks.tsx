/** @file The first of some threads in a line, each a link to it. */
import type { ReactElement } from "react";
import type { Thread } from "#messages/message";
import { routeHref } from "#app/state/route.ts";

export interface ThreadLinksProps {
  readonly threads: readonly Pick<Thread, "id" | "title">[];
  /** How many are named. */
  readonly most: number;
}

export function ThreadLinks({ threads, most }: ThreadLinksProps): ReactElement {
  return (
    <>
      {threads.slice(0, most).map(({ id, title }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <a href={routeHref({ view: "messages", threadId: id, messageId: null })}>
            <bdi dir="auto">{title}</bdi>
          </a>
        </span>
      ))}
    </>
  );
}
