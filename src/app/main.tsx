/** @file Entry point of the page. */
import "./ui/tokens.css";
import "./ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { registerServiceWorker } from "./pwa.ts";
import { prepareErrorNotice } from "./shell/ErrorNotice.tsx";
import { reportFailure, watchForFailures } from "./state/failures.ts";
import { applyEarlyTheme } from "./state/settings.ts";
import { startUp } from "./state/start-up.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

watchForFailures();
applyEarlyTheme();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
startUp().catch(reportFailure);
registerServiceWorker().catch(reportFailure);
// A module runs before this event: the page has what it needs first.
addEventListener("load", () => {
  void prepareErrorNotice();
  import("./ui/keep-focus.ts").then(({ keepFocus }) => keepFocus()).catch(reportFailure);
});
