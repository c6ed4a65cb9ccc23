/** @file How tools are listed in a prompt and in a grammar. */

/** More choices than these cost a prompt more than they tell a model: the grammar of the call knows them all. */
const MAX_LISTED_CHOICES = 12;

/** A JSON schema, or anything that holds some, without its long choices. */
export function withoutLongChoices<T extends object>(schema: T): T {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "enum" && Array.isArray(value) && value.length > MAX_LISTED_CHOICES ? undefined : value,
  );
  return JSON.parse(text) as T;
}

/**
 * The schema as a grammar takes it: lengths of texts are left to the schema's check. A grammar that counts characters takes
 * seconds to compile (see [Note: Lengths outside the grammar] in models/chat-format-pythonic-grammar), and XGrammar 0.1.27
 * allows control characters, which are no JSON, in texts of a given length.
 */
export function withoutLengths<T extends object>(schema: T): T {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    (key === "maxLength" || key === "minLength") && typeof value === "number" ? undefined : value,
  );
  return JSON.parse(text) as T;
}
