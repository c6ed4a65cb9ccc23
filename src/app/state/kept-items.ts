/** @file Small texts in localStorage, or in sessionStorage. Where that is blocked nothing is kept: what was chosen then holds for this visit. */
export interface KeptItems {
  readonly read: (key: string) => string | null;
  /** Null removes it. */
  readonly write: (key: string, value: string | null) => void;
}

export type ItemStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * @param prefix of every key
 * @param storage throws where the browser forbids it, as reading `localStorage` itself does
 */
export function keptItems(prefix: string, storage: () => ItemStorage = () => localStorage): KeptItems {
  return {
    read: (key) => {
      try {
        return storage().getItem(prefix + key);
      } catch {
        return null;
      }
    },
    write: (key, value) => {
      try {
        if (value === null) storage().removeItem(prefix + key);
        else storage().setItem(prefix + key, value);
      } catch {
        // Private windows may forbid it.
      }
    },
  };
}
