/** @file A draft from a message, ready for the editor: what the settings say of it, the model that words its title, and the safety check of that. */
import { proposeEvent, type EventProposal, type ProposeEventInput } from "#agent/events/propose-event";
import { isAbort } from "#shared/errors";
import type { LanguageModel } from "#shared/language-model";
import { agentShield } from "#app/state/agent-shield.ts";
import type { Propose } from "#app/state/drafts-controller.ts";
import { settingsStore } from "#app/state/settings.ts";

/**
 * Works without a model too, and when the model fails: it only words the title, which then is the message's own words.
 * @throws AbortError when the signal fires
 */
export async function prepareDraft(
  input: ProposeEventInput,
  model: LanguageModel | null,
  work: Parameters<Propose>[0],
): Promise<EventProposal> {
  const options = {
    ...work,
    now: new Date().toISOString(),
    newId: () => crypto.randomUUID(),
    zone: input.thread.zone,
    defaultDurationMinutes: settingsStore.getState().eventMinutes,
    shield: agentShield() ?? undefined,
  };
  try {
    return await proposeEvent(input, model, options);
  } catch (error) {
    if (isAbort(error)) throw error;
    return proposeEvent(input, null, options);
  }
}
