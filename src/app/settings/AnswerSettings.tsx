/** @file How the model answers. */
import type { ReactElement } from "react";
import { MAX_SYSTEM_PROMPT, SETTING_LIMITS } from "#storage/settings";
import { Section } from "#app/ui/Page.tsx";
import { TextArea } from "#app/ui/TextArea.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import type { SettingsSectionProps } from "./SettingsView.tsx";

export function AnswerSettings({ settings, onChange }: SettingsSectionProps): ReactElement {
  return (
    <Section title="Answers">
      <TextArea
        label="Instructions for the model"
        hint="Sent before every chat. Empty means none."
        value={settings.systemPrompt}
        maxLength={MAX_SYSTEM_PROMPT}
        onChange={(systemPrompt) => onChange({ systemPrompt })}
      />
      <NumberSetting
        label="Temperature"
        hint="0 gives the likeliest words every time, higher values more variety."
        value={settings.temperature}
        limits={SETTING_LIMITS.temperature}
        whole={false}
        onChange={(temperature) => onChange({ temperature })}
      />
      <NumberSetting
        label="Top-p"
        hint="Only the likeliest words that together reach this share are considered; 1 considers all."
        value={settings.topP}
        limits={SETTING_LIMITS.topP}
        whole={false}
        onChange={(topP) => onChange({ topP })}
      />
      <NumberSetting
        label="Longest answer in tokens"
        hint="A token is about three quarters of an English word."
        value={settings.maxTokens}
        limits={SETTING_LIMITS.maxTokens}
        whole
        onChange={(maxTokens) => onChange({ maxTokens })}
      />
    </Section>
  );
}
