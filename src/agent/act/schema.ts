/**
 * @file The part of JSON Schema that tools use, and its check. The same object constrains decoding (as JSON Schema) and
 * validates what was decoded: an engine may ignore the constraint, the check may not be skipped.
 */

import { fail, ok, type Result } from "#shared/result";

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

export type Schema =
  | {
      readonly type: "string";
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly enum?: readonly string[];
    }
  | {
      readonly type: "integer";
      readonly minimum?: number;
      readonly maximum?: number;
      readonly enum?: readonly number[];
    }
  | { readonly type: "boolean" }
  | {
      readonly type: "array";
      readonly items: Schema;
      readonly minItems?: number;
      readonly maxItems?: number;
    }
  | ObjectSchema;

export interface ObjectSchema {
  readonly type: "object";
  readonly additionalProperties: false;
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  readonly minProperties?: number;
}

/** Where and why a value does not fit: for the model's second try and for the person's form. */
export interface SchemaProblem {
  /** `args.people[2]` */
  readonly path: string;
  readonly problem:
    | "wrong-type"
    | "not-listed"
    | "too-short"
    | "too-long"
    | "too-small"
    | "too-large"
    | "missing"
    | "unknown-property"
    | "too-few";
}

/** The value itself when it fits, else every problem. Only own properties count; nothing is filled in or converted. */
export function validate(schema: Schema, value: unknown, path = "args"): Result<JsonValue, SchemaProblem[]> {
  const problems = check(schema, value, path);
  return problems.length === 0 ? ok(value as JsonValue) : fail(problems);
}

function check(schema: Schema, value: unknown, path: string): SchemaProblem[] {
  const wrongType: SchemaProblem[] = [{ path, problem: "wrong-type" }];
  switch (schema.type) {
    case "string":
      return typeof value === "string" ? checkString(schema, value, path) : wrongType;
    case "integer":
      return typeof value === "number" && Number.isSafeInteger(value)
        ? checkInteger(schema, value, path)
        : wrongType;
    case "boolean":
      return typeof value === "boolean" ? [] : wrongType;
    case "array":
      return Array.isArray(value) ? checkArray(schema, value, path) : wrongType;
    case "object":
      if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType;
      return checkObject(schema, value as Record<string, unknown>, path);
    default:
      return schema satisfies never;
  }
}

type Of<T extends Schema["type"]> = Extract<Schema, { readonly type: T }>;

const problemsIf = (
  path: string,
  ...checks: readonly (readonly [boolean, SchemaProblem["problem"]])[]
): SchemaProblem[] => checks.flatMap(([broken, problem]) => (broken ? [{ path, problem }] : []));

function checkString(schema: Of<"string">, value: string, path: string): SchemaProblem[] {
  // Characters as JSON Schema counts them: code points.
  const length = Array.from(value).length;
  return problemsIf(
    path,
    [schema.enum?.includes(value) === false, "not-listed"],
    [length < (schema.minLength ?? 0), "too-short"],
    [length > (schema.maxLength ?? Infinity), "too-long"],
  );
}

function checkInteger(schema: Of<"integer">, value: number, path: string): SchemaProblem[] {
  return problemsIf(
    path,
    [schema.enum?.includes(value) === false, "not-listed"],
    [value < (schema.minimum ?? -Infinity), "too-small"],
    [value > (schema.maximum ?? Infinity), "too-large"],
  );
}

function checkArray(schema: Of<"array">, value: readonly unknown[], path: string): SchemaProblem[] {
  if (value.length > (schema.maxItems ?? Infinity)) return [{ path, problem: "too-long" }];
  const items = value.flatMap((item, index) => check(schema.items, item, `${path}[${index}]`));
  return [...problemsIf(path, [value.length < (schema.minItems ?? 0), "too-few"]), ...items];
}

/** The texts of a value that fits: every string that the schema does not list the values of, in whatever depth. */
export function freeTexts(schema: Schema, value: JsonValue | undefined): readonly string[] {
  if (schema.type === "string") return typeof value === "string" && schema.enum === undefined ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  if (schema.type === "array")
    return (Array.isArray(value) ? value : []).flatMap((item: JsonValue) => freeTexts(schema.items, item));
  if (schema.type !== "object") return [];
  return Object.entries(schema.properties).flatMap(([name, property]) =>
    Object.hasOwn(value, name) ? freeTexts(property, (value as JsonObject)[name]) : [],
  );
}

const PLAIN_NAME = /^[a-z][a-z0-9_]{0,39}$/i;

function checkObject(schema: ObjectSchema, value: Record<string, unknown>, path: string): SchemaProblem[] {
  const keys = Object.keys(value);
  const missing = schema.required.filter((key) => !Object.hasOwn(value, key));
  return [
    ...missing.map((key): SchemaProblem => ({ path: `${path}.${key}`, problem: "missing" })),
    ...problemsIf(path, [keys.length < (schema.minProperties ?? 0), "too-few"]),
    ...keys.flatMap((key): SchemaProblem[] => {
      const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      // A name that is no plain word could be text of its own in the next prompt: it is not repeated.
      const name = `${path}.${PLAIN_NAME.test(key) ? key : "?"}`;
      return property === undefined
        ? [{ path: name, problem: "unknown-property" }]
        : check(property, value[key], name);
    }),
  ];
}

/** One or more of the values, or null where there is none to choose from: an empty enum allows nothing. */
export function oneOf(values: readonly string[]): Schema | null {
  return values.length === 0 ? null : { type: "string", enum: values };
}

export function oneOfNumbers(values: readonly number[]): Schema | null {
  return values.length === 0 ? null : { type: "integer", enum: values };
}

export const text = (maxLength: number, minLength = 0): Schema => ({ type: "string", minLength, maxLength });

export const integer = (minimum: number, maximum: number): Schema => ({ type: "integer", minimum, maximum });

/**
 * An object schema; properties without a possible value are left out. Null when one of those is required: then the
 * whole object has no possible value.
 */
export function objectOf(
  properties: Readonly<Record<string, Schema | null>>,
  required: readonly string[],
  minProperties?: number,
): ObjectSchema | null {
  const possible = Object.entries(properties).filter((entry): entry is [string, Schema] => entry[1] !== null);
  const names = new Set(possible.map(([name]) => name));
  if (required.some((name) => !names.has(name)) || names.size < (minProperties ?? 0)) return null;
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(possible),
    required,
    ...(minProperties === undefined ? {} : { minProperties }),
  };
}

export function listOf(items: Schema | null, minItems: number, maxItems: number): Schema | null {
  return items === null ? null : { type: "array", items, minItems, maxItems };
}
