/** @file The form of a step's arguments, made from the schema that checks them; values as strings while they are edited. */
import type { JsonObject, JsonValue, ObjectSchema, Schema } from "#agent/act/schema";
import { CITING_ARGS, fieldLabel, valueText, type Said } from "./step-text.ts";

export interface EditOption {
  readonly value: string;
  readonly label: string;
}

export interface EditField {
  readonly name: string;
  readonly label: string;
  readonly kind: "line" | "text" | "number" | "choice" | "many";
  readonly required: boolean;
  /** For `choice` and `many`. */
  readonly options: readonly EditOption[];
}

/** One string a field; those of `many` are a list. */
export type EditValues = Readonly<Record<string, string | readonly string[]>>;

/** Follows from "When". */
const SERIES = "recurrence_key";

/** Longer texts get several lines. */
const LINE_LENGTH = 160;

/** The arguments a person can change; citations stay as they are. */
export function editFields(schema: ObjectSchema, said: Said): readonly EditField[] {
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const shape = CITING_ARGS.includes(name) || name === SERIES ? null : shapeOf(name, property, said);
    const required = schema.required.includes(name);
    return shape === null ? [] : [{ name, label: fieldLabel(name), required, ...shape }];
  });
}

type Shape = Pick<EditField, "kind" | "options">;

function shapeOf(name: string, schema: Schema, said: Said): Shape | null {
  const choices = (values: readonly (string | number)[]): readonly EditOption[] =>
    values.map((value) => ({ value: String(value), label: valueText(name, value, said) }));
  switch (schema.type) {
    case "string":
      if (schema.enum) return { kind: "choice", options: choices(schema.enum) };
      return { kind: (schema.maxLength ?? 0) > LINE_LENGTH ? "text" : "line", options: [] };
    case "integer":
      if (schema.enum) return { kind: "choice", options: choices(schema.enum) };
      return { kind: "number", options: [] };
    case "array":
      return schema.items.type === "string" && schema.items.enum
        ? { kind: "many", options: choices(schema.items.enum) }
        : null;
    case "boolean":
    case "object":
      return null;
    default:
      return schema satisfies never;
  }
}

export function editValues(fields: readonly EditField[], args: JsonObject): EditValues {
  return Object.fromEntries(
    fields.map(({ name, kind }) => {
      const value = Object.hasOwn(args, name) ? args[name] : undefined;
      if (kind === "many") return [name, Array.isArray(value) ? value.map(String) : []];
      return [name, typeof value === "string" || typeof value === "number" ? String(value) : ""];
    }),
  );
}

/** The arguments of a form: what is left empty is left out, what has no field stays as it was. */
export function editedArguments(
  schema: ObjectSchema,
  fields: readonly EditField[],
  values: EditValues,
  before: JsonObject,
): JsonObject {
  // In the order they had, so that an unchanged form gives the same arguments.
  const edited = new Map<string, JsonValue>(Object.entries(before));
  for (const { name } of fields) {
    const value = parsed(values[name] ?? "", schema.properties[name]);
    if (value === null) edited.delete(name);
    else edited.set(name, value);
  }
  return Object.fromEntries(withSeries(edited, before));
}

function parsed(value: string | readonly string[], schema: Schema | undefined): JsonValue | null {
  if (typeof value !== "string") return value.length === 0 ? null : [...value];
  const text = value.trim();
  if (text === "") return null;
  return schema?.type === "integer" ? Number(text) : text;
}

/** A series names its first date twice; another choice of "When" speaks for both. */
function withSeries(edited: Map<string, JsonValue>, before: JsonObject): Map<string, JsonValue> {
  const when = edited.get("date_key");
  if (when === before["date_key"]) return edited;
  if (typeof when === "string" && when.startsWith("r")) return edited.set(SERIES, when);
  edited.delete(SERIES);
  return edited;
}
