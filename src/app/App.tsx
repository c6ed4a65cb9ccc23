/** @file The page: header, the current view, navigation. Views other than chat are loaded when they are opened. */
import { lazy, Suspense, type ComponentType, type ReactElement } from "react";
import styles from "./App.module.css";
import { ChatView } from "./chat/ChatView.tsx";
import { GlobalNotices } from "./shell/GlobalNotices.tsx";
import { Header } from "./shell/Header.tsx";
import { Navigation } from "./shell/Navigation.tsx";
import { Shortcuts } from "./shell/Shortcuts.tsx";
import { ViewBoundary } from "./shell/ViewBoundary.tsx";
import { useRoute, type View } from "./state/route.ts";
import { useRewriting } from "./state/rewrite-state.ts";
import { Toaster } from "./ui/Toaster.tsx";

const VIEWS: Readonly<Record<View, ComponentType>> = {
  chat: ChatView,
  messages: lazy(() => import("./messages/MessagesView.tsx")),
  calendar: lazy(() => import("./calendar/CalendarView.tsx")),
  models: lazy(() => import("./models/ModelsView.tsx")),
  settings: lazy(() => import("./settings/SettingsView.tsx")),
  activity: lazy(() => import("./agent/ActivityView.tsx")),
  privacy: lazy(() => import("./privacy/PrivacyView.tsx")),
  evaluation: lazy(() => import("./evaluation/EvaluationView.tsx")),
};

const PictureDrop = lazy(() => import("./pictures/PictureDrop.tsx"));

/** Views that take dropped files in their own way. */
const OWN_DROPS: ReadonlySet<View> = new Set(["messages", "calendar", "models"]);
const RewriteDialog = lazy(() => import("./agent/RewriteDialog.tsx"));

export function App(): ReactElement {
  const { view } = useRoute();
  const CurrentView = VIEWS[view];
  return (
    <div className={styles.app}>
      {/* A button, not a link: the hash of the address belongs to the routes. */}
      <button type="button" className={styles.skip} onClick={() => document.getElementById("main")?.focus()}>
        Skip to content
      </button>
      <Header />
      <main id="main" className={styles.main} tabIndex={-1}>
        <GlobalNotices />
        <ViewBoundary key={view}>
          <Suspense fallback={<p className={styles.opening}>Opening…</p>}>
            <CurrentView />
          </Suspense>
        </ViewBoundary>
      </main>
      <Toaster />
      <Navigation place="bottom" />
      {!OWN_DROPS.has(view) && (
        <Suspense fallback={null}>
          <PictureDrop />
        </Suspense>
      )}
      <Shortcuts />
      <RewriteSlot />
    </div>
  );
}

/** Its code comes with the first text that is rewritten. */
function RewriteSlot(): ReactElement | null {
  const rewriting = useRewriting();
  if (rewriting === null) return null;
  return (
    <Suspense>
      <RewriteDialog />
    </Suspense>
  );
}
