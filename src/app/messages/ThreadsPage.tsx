/** @file The threads on this device, and the ways to bring more. */
import type { ReactElement } from "react";
import type { Thread } from "#messages/message";
import { AskPanel } from "#app/agent/AskPanel.tsx";
import { ErrorNotice } from "#app/shell/ErrorNotice.tsx";
import type { ThreadList as ThreadListState } from "#app/state/imports-state.ts";
import { imports } from "#app/state/imports.ts";
import { isSearch, useLibrary } from "#app/state/message-library.ts";
import { useRoute } from "#app/state/route.ts";
import { READABLE } from "#app/readable.ts";
import { EmptyState } from "#app/ui/EmptyState.tsx";
import { Page } from "#app/ui/Page.tsx";
import { IncomingItems } from "./IncomingItems.tsx";
import { ImportFailure } from "./ImportFailure.tsx";
import { ImportHistory } from "./ImportHistory.tsx";
import { ImportWays } from "./ImportWays.tsx";
import { MessagesTabs } from "./MessagesTabs.tsx";
import { PeopleList } from "./PeopleList.tsx";
import { SearchBox } from "./SearchBox.tsx";
import { SearchResults } from "./SearchResults.tsx";
import { ThreadList } from "./ThreadList.tsx";

export interface ThreadsPageProps {
  readonly list: ThreadListState;
  /** Without those about to be deleted. */
  readonly threads: readonly Thread[];
  /** The address names a thread that is not there. */
  readonly missing: boolean;
}

export function ThreadsPage({ list, threads, missing }: ThreadsPageProps): ReactElement {
  const searching = useLibrary(({ form }) => isSearch(form));
  return (
    <Page title="Messages">
      <IncomingItems />
      <ImportFailure withWays={false} />
      {list.phase === "failed" && (
        <ErrorNotice error={list.error} onRetry={() => void imports.loadThreads()} />
      )}
      {list.phase === "ready" && missing && <p>This thread is no longer on this device.</p>}
      {list.phase === "ready" && threads.length === 0 && <FirstImport />}
      {threads.length > 0 && (
        <>
          {!searching && <ImportWays />}
          <AskPanel />
          <SearchBox threads={threads} />
          {searching ? <SearchResults threads={threads} /> : <Directory threads={threads} />}
        </>
      )}
    </Page>
  );
}

/** The three lists, one at a time. */
function Directory({ threads }: { readonly threads: readonly Thread[] }): ReactElement {
  const route = useRoute();
  const tab = route.view === "messages" ? route.tab : undefined;
  return (
    <>
      <MessagesTabs tab={tab} />
      {tab === undefined && <ThreadList threads={threads} />}
      {tab === "people" && <PeopleList />}
      {tab === "imports" && <ImportHistory />}
    </>
  );
}

function FirstImport(): ReactElement {
  return (
    <EmptyState title="Bring a conversation" actions={<ImportWays emphasised />}>
      <p>
        Drop a file here, choose it, or paste text. Then get a summary you can check, a list of what is to do,
        and calendar drafts.
      </p>
      <p>Hearth reads {READABLE}.</p>
      <p>Reading it, with or without a model, happens on this device only.</p>
    </EmptyState>
  );
}
