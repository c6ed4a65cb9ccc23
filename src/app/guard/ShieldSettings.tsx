/** @file The safety check: off unless a person picks a guard model that is on this device. */
import { useEffect, type ReactElement } from "react";
import { CATALOG, findModel, isBeyondBrowsers, type CatalogEntry } from "#models/catalog";
import { SETTING_LIMITS, type Settings, type ShieldSettings as Shield } from "#storage/settings";
import { formatBytes } from "#app/format.ts";
import { NumberSetting } from "#app/settings/NumberSetting.tsx";
import { useDownloads } from "#app/state/downloads.ts";
import { engine, useEngine } from "#app/state/engine.ts";
import { reportFailure } from "#app/state/failures.ts";
import { routeHref } from "#app/state/route.ts";
import { deviceMemoryGb } from "#app/state/device-memory.ts";
import { shieldRoom } from "#app/state/shield-room.ts";
import { CheckboxField } from "#app/ui/CheckboxField.tsx";
import { Notice } from "#app/ui/Notice.tsx";
import { Section } from "#app/ui/Page.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";

const GUARDS = CATALOG.filter((entry) => entry.capabilities.includes("guard") && !isBeyondBrowsers(entry));
/** Value of the choice that is none; no model has this id. */
const OFF = "off";

const ON_FAILURE: readonly { readonly value: Shield["onFailure"]; readonly label: string }[] = [
  { value: "hold", label: "Hold the text back and say why" },
  { value: "pass", label: "Let the text through and say so" },
];

export interface ShieldSettingsProps {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

export function ShieldSettings({ settings: { shield }, onChange }: ShieldSettingsProps): ReactElement {
  const chosen = findModel(shield.modelId ?? "");
  const change = (part: Partial<Shield>): void => onChange({ shield: { ...shield, ...part } });
  return (
    <Section title="Safety check">
      <p>
        A guard model can read what you write and what the model answers, and hold back what it finds unsafe.
        It runs on this device as well. It judges text, not pictures: in chats, in what you ask the assistant,
        in summaries and action items, and in rewritten texts. Messages that you import are not checked by
        themselves, only what is made of them.
      </p>
      <GuardField modelId={shield.modelId} onChange={(modelId) => change({ modelId })} />
      {chosen && (
        <>
          <Room guard={chosen} />
          <Rules shield={shield} onChange={change} />
        </>
      )}
    </Section>
  );
}

interface GuardFieldProps {
  /** Null = off. */
  readonly modelId: string | null;
  readonly onChange: (modelId: string | null) => void;
}

/** Off, and the guard models that are here. */
function GuardField({ modelId, onChange }: GuardFieldProps): ReactElement {
  const models = useDownloads((state) => state.models);
  useEffect(() => {
    for (const { id } of GUARDS) engine.check(id).catch(reportFailure);
  }, []);
  const isHere = ({ id }: CatalogEntry): boolean => models[id]?.install?.complete === true;
  const offered = GUARDS.filter((entry) => isHere(entry) || entry.id === modelId);
  return (
    <>
      <SelectField
        label="Guard model"
        value={modelId ?? OFF}
        options={[
          { value: OFF, label: "Off" },
          ...offered.map((entry) => ({
            value: entry.id,
            label: isHere(entry) ? entry.name : `${entry.name} (not on this device)`,
          })),
        ]}
        onChange={(id) => onChange(id === OFF ? null : id)}
      />
      {offered.length === 0 && (
        <p>
          No guard model is on this device. {GUARDS.map(({ name }) => name).join(" and ")} can be got under{" "}
          <a href={routeHref({ view: "models" })}>Models</a>.
        </p>
      )}
    </>
  );
}

/** Whether the guard fits beside the model in use, with the numbers. */
function Room({ guard }: { readonly guard: CatalogEntry }): ReactElement {
  const chat = useEngine(({ modelId }) => findModel(modelId) ?? null);
  const { fits, neededBytes, availableBytes } = shieldRoom(chat, guard, deviceMemoryGb());
  const together = `${guard.name} and ${chat?.name ?? "the model you chat with"} together need about ${formatBytes(neededBytes)} of memory.`;
  if (fits) return <p>{together} The guard is loaded with the first text it checks.</p>;
  return (
    <Notice kind="warning" title="Both models do not fit">
      {together} There is room for {formatBytes(availableBytes)}, so no text can be checked. Chat with a
      smaller model, or switch the check off.
    </Notice>
  );
}

interface RulesProps {
  readonly shield: Shield;
  readonly onChange: (change: Partial<Shield>) => void;
}

function Rules({ shield, onChange }: RulesProps): ReactElement {
  return (
    <>
      <CheckboxField
        label="Check what I write"
        hint="Before the model sees it."
        value={shield.input}
        onChange={(input) => onChange({ input })}
      />
      <CheckboxField
        label="Check what the model answers"
        hint="Answers and summaries then appear whole, once they were checked, and not word by word."
        value={shield.output}
        onChange={(output) => onChange({ output })}
      />
      <NumberSetting
        label="Limit"
        hint="From this probability of being unsafe on, a text is held back: 0 holds back everything, 1 only what the guard is entirely sure of."
        value={shield.threshold}
        limits={SETTING_LIMITS.shieldThreshold}
        whole={false}
        onChange={(threshold) => onChange({ threshold })}
      />
      <SelectField
        label="When the check can't run"
        value={shield.onFailure}
        options={ON_FAILURE}
        onChange={(onFailure) => onChange({ onFailure })}
      />
    </>
  );
}
