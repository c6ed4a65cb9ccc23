/** @file What the assistant may do: allow, ask or block, by tool. */
import type { ReactElement } from "react";
import type { ToolName } from "#agent/act/tool";
import type { Settings, ToolRule } from "#storage/settings";
import { ruleOf, RULED_TOOLS, rulesFor } from "#app/state/agent-policy.ts";
import { routeHref } from "#app/state/route.ts";
import { Section } from "#app/ui/Page.tsx";
import { SelectField } from "#app/ui/SelectField.tsx";
import { TOOL_TEXTS } from "./step-text.ts";

const RULES: readonly { readonly value: ToolRule; readonly label: string }[] = [
  { value: "allow", label: "Allow" },
  { value: "ask", label: "Ask each time" },
  { value: "block", label: "Block" },
];

export interface ToolSettingsProps {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

export function ToolSettings({ settings, onChange }: ToolSettingsProps): ReactElement {
  const { toolRules } = settings;
  const choose = (tool: ToolName, rule: ToolRule): void =>
    onChange({ toolRules: { ...toolRules, [tool]: rule } });
  return (
    <Section title="Assistant">
      <p>
        What the assistant may do with your messages and calendar. It can't send, share, export or delete
        anything, whatever you choose here. <a href={routeHref({ view: "activity" })}>What it has done</a> ·{" "}
        <a href={routeHref({ view: "evaluation" })}>How well it does</a>
      </p>
      {RULED_TOOLS.map((tool) => (
        <SelectField
          key={tool}
          label={TOOL_TEXTS[tool].title}
          hint={TOOL_TEXTS[tool].about}
          value={ruleOf(tool, toolRules)}
          options={RULES.filter(({ value }) => rulesFor(tool).includes(value))}
          onChange={(rule) => choose(tool, rule)}
        />
      ))}
    </Section>
  );
}
