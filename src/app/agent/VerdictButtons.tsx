/** @file Yes and no, as every card has them that waits for one of the two. */
import type { ReactElement } from "react";
import type { Decision } from "#agent/act/decide";
import { agent } from "#app/state/agent.ts";
import { useAgentStatus } from "#app/state/agent-status.ts";
import { reportFailure } from "#app/state/failures.ts";
import { Button } from "#app/ui/Button.tsx";

export interface VerdictButtonsProps {
  readonly jobId: string;
  /** Place of what waits among the parts of its job. */
  readonly part: number;
}

export function VerdictButtons({ jobId, part }: VerdictButtonsProps): ReactElement {
  const busy = useAgentStatus((status) => status.working !== null);
  const settle = (decision: Decision): void => {
    agent.decide(jobId, part, decision).catch(reportFailure);
  };
  return (
    <>
      <Button variant="primary" disabled={busy} onClick={() => settle({ kind: "approve" })}>
        Approve
      </Button>
      <Button disabled={busy} onClick={() => settle({ kind: "decline" })}>
        Decline
      </Button>
    </>
  );
}
