/** @file The three buttons of the page. One `primary` per view. */
import type { ComponentPropsWithRef, ReactElement } from "react";
import styles from "./Button.module.css";
import { classes } from "./classes.ts";

export interface ButtonProps extends ComponentPropsWithRef<"button"> {
  readonly variant?: "primary" | "plain" | "danger";
}

/** A button that never submits a form unless `type="submit"` is given. */
export function Button({
  variant = "plain",
  className,
  type = "button",
  ...rest
}: ButtonProps): ReactElement {
  // oxlint-disable-next-line react/button-has-type -- `type` defaults to "button" above
  return <button type={type} className={classes(styles.button, styles[variant], className)} {...rest} />;
}
