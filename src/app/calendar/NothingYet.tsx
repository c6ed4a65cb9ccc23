/** @file The calendar before it has anything. */
import type { ReactElement } from "react";
import { EmptyState } from "#app/ui/EmptyState.tsx";

export function NothingYet(): ReactElement {
  return (
    <EmptyState title="No drafts yet">
      <p>
        Open a thread in Messages and press “Draft an invite” beside a message, or start an empty draft. No
        model is needed for that. Import the .ics file of your calendar to see what a draft overlaps.
      </p>
    </EmptyState>
  );
}
