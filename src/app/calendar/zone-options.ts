/** @file The time zones offered in a list: the device's first, then all IANA zones of this browser. */
import { timeZoneNames } from "#calendar/zone-words";
import type { SelectOption } from "#app/ui/SelectField.tsx";

/** `chosen` is always among them: it may come from a file or another browser. */
export function zoneOptions(chosen: string): readonly SelectOption[] {
  const device = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([device, ...timeZoneNames(), ...(chosen === "" ? [] : [chosen])])];
  return zones.map((zone) => ({
    value: zone,
    label: zone === device ? `${zoneLabel(zone)} (this device)` : zoneLabel(zone),
  }));
}

function zoneLabel(zone: string): string {
  return zone.replaceAll("_", " ");
}
