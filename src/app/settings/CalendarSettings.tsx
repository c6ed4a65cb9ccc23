/** @file Time zone and defaults of calendar drafts. */
import { useMemo, type ReactElement } from "react";
import { SETTING_LIMITS } from "#storage/settings";
import { zoneOptions } from "#app/calendar/zone-options.ts";
import { deviceZone } from "#app/state/settings.ts";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { Section } from "#app/ui/Page.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import { NumberSetting } from "./NumberSetting.tsx";
import type { SettingsSectionProps } from "./SettingsView.tsx";

/** Value of the choice that follows the device; no zone has this name. */
const DEVICE = "device";

export function CalendarSettings({ settings, onChange }: SettingsSectionProps): ReactElement {
  const zones = useMemo(
    () => [{ value: DEVICE, label: `As the device (${deviceZone()})` }, ...zoneOptions(settings.zone ?? "")],
    [settings.zone],
  );
  return (
    <Section title="Calendar">
      <SelectField
        label="Time zone"
        hint="New events and dates without a zone are read in it."
        value={settings.zone ?? DEVICE}
        options={zones}
        onChange={(zone) => onChange({ zone: zone === DEVICE ? null : zone })}
      />
      <NumberSetting
        label="Length of an event in minutes"
        hint="Used when no end was said."
        value={settings.eventMinutes}
        limits={SETTING_LIMITS.eventMinutes}
        whole
        onChange={(eventMinutes) => onChange({ eventMinutes })}
      />
      <CheckboxField
        label="Write the quoted messages into calendar files"
        hint="Whoever gets the file can then read them."
        value={settings.quotesInCalendar}
        onChange={(quotesInCalendar) => onChange({ quotesInCalendar })}
      />
    </Section>
  );
}
