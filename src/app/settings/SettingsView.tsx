/** @file Settings: what most people want first, then what changes the answers. Every change is stored at once. */
import type { ReactElement } from "react";
import { DEFAULT_SETTINGS, type Settings } from "#storage/settings";
import { reportFailure } from "#app/state/failures.ts";
import { updateSettings, useSettings } from "#app/state/settings.ts";
import { Button } from "#app/ui/Button.tsx";
import { Page } from "#app/ui/Page.tsx";
import { toast } from "#app/ui/toast.ts";
import { ToolSettings } from "#app/agent/ToolSettings.tsx";
import { ShieldSettings } from "#app/guard/ShieldSettings.tsx";
import { AnswerSettings } from "./AnswerSettings.tsx";
import { CalendarSettings } from "./CalendarSettings.tsx";
import { PageSettings } from "./PageSettings.tsx";

export interface SettingsSectionProps {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

export default function SettingsView(): ReactElement {
  const settings = useSettings((current) => current);
  return (
    <Page title="Settings" lead="Changes are stored on this device as you make them.">
      <PageSettings settings={settings} onChange={change} />
      <CalendarSettings settings={settings} onChange={change} />
      <AnswerSettings settings={settings} onChange={change} />
      <ToolSettings settings={settings} onChange={change} />
      <ShieldSettings settings={settings} onChange={change} />
      <div>
        <Button onClick={() => reset(settings)}>Reset all settings</Button>
      </div>
    </Page>
  );
}

function change(settings: Partial<Settings>): void {
  updateSettings(settings).catch(reportFailure);
}

function reset(before: Settings): void {
  change(DEFAULT_SETTINGS);
  toast("All settings are as at the start.", { actionLabel: "Undo", onAction: () => change(before) });
}
