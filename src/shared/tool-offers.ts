/** @file How tools are listed in a prompt. */

/** More choices than these cost a prompt more than they tell a model: the grammar of the call knows them all. */
const MAX_LISTED_CHOICES = 12;

/** A JSON schema, or anything that holds some, without its long choices. */
export function withoutLongChoices<T extends object>(schema: T): T {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "enum" && Array.isArray(value) && value.length > MAX_LISTED_CHOICES ? undefined : value,
  );
  return JSON.parse(text) as T;
}
