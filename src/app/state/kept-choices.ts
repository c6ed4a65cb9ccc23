/**
 * @file Small things about models that must outlive the database of weights, in localStorage: the browser may remove that
 * database, and then they say what had been there.
 */
import { keptItems } from "./kept-items.ts";

const PREFIX = "hearth-models-";

export interface KeptChoices {
  /** Ids of models that were complete when they were last looked at. */
  completeModels(): readonly string[];
  setComplete(modelId: string, complete: boolean): void;
  acceptedLicences(): readonly string[];
  acceptLicence(name: string): void;
  mirror(): string | null;
  setMirror(address: string | null): void;
  /** The model to use; null before a person has chosen one. */
  chosenModel(): string | null;
  setChosenModel(modelId: string): void;
}

/** Works without a usable `storage` as well; then nothing is kept. */
export function createKeptChoices(storage: () => Storage): KeptChoices {
  const { read, write } = keptItems(PREFIX, storage);
  const list = (key: string): readonly string[] =>
    (read(key) ?? "").split("\n").filter((item) => item !== "");
  return {
    completeModels: () => list("complete"),
    setComplete: (modelId, complete) => {
      const others = list("complete").filter((id) => id !== modelId);
      write("complete", (complete ? [...others, modelId] : others).join("\n"));
    },
    acceptedLicences: () => list("licences"),
    acceptLicence: (name) => write("licences", [...new Set([...list("licences"), name])].join("\n")),
    mirror: () => read("mirror"),
    setMirror: (address) => write("mirror", address),
    chosenModel: () => read("chosen"),
    setChosenModel: (modelId) => write("chosen", modelId),
  };
}
