/** @file Draws the toasts. Mounted once, in the shell. */
import { useEffect, useState, type ReactElement } from "react";
import { useStore } from "zustand/react";
import { Button } from "./Button.tsx";
import { IconButton } from "./IconButton.tsx";
import { dismissToast, TOAST_MS, toastStore, type Toast } from "./toast.ts";
import styles from "./Toaster.module.css";

export function Toaster(): ReactElement {
  const toasts = useStore(toastStore, (state) => state.toasts);
  return (
    <section className={styles.region} aria-label="Notifications" aria-live="polite">
      {toasts.map((one) => (
        <ToastCard key={one.id} toast={one} />
      ))}
    </section>
  );
}

/** The time stands still while the pointer or the focus is on it. */
function ToastCard({ toast }: { readonly toast: Toast }): ReactElement {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.sticky) return undefined;
    const timer = setTimeout(() => dismissToast(toast.id), TOAST_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id, toast.sticky]);

  const act = (): void => {
    dismissToast(toast.id);
    toast.onAction?.();
  };
  return (
    <div
      className={styles.toast}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className={styles.message}>{toast.message}</p>
      {toast.actionLabel && <Button onClick={act}>{toast.actionLabel}</Button>}
      {toast.dismissLabel ? (
        <Button onClick={() => dismissToast(toast.id)}>{toast.dismissLabel}</Button>
      ) : (
        <IconButton label="Dismiss" icon="close" onClick={() => dismissToast(toast.id)} />
      )}
    </div>
  );
}
