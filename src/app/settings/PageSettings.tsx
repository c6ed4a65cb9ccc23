/** @file Look and keys. */
import type { ReactElement } from "react";
import { Section } from "#app/ui/Page.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import type { SettingsSectionProps } from "./SettingsView.tsx";

const THEMES = [
  { value: "system", label: "As the device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

const SEND_KEYS = [
  { value: "enter", label: "Enter" },
  { value: "mod-enter", label: "Ctrl+Enter or Cmd+Enter" },
] as const;

export function PageSettings({ settings, onChange }: SettingsSectionProps): ReactElement {
  return (
    <Section title="Page">
      <SelectField
        label="Theme"
        value={settings.theme}
        options={THEMES}
        onChange={(theme) => onChange({ theme })}
      />
      <SelectField
        label="Key that sends a message"
        hint={`${settings.sendKey === "enter" ? "Shift+Enter" : "Enter"} makes a new line.`}
        value={settings.sendKey}
        options={SEND_KEYS}
        onChange={(sendKey) => onChange({ sendKey })}
      />
    </Section>
  );
}
