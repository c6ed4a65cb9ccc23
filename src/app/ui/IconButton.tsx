/** @file A square button that shows an icon only; its label is its name and its tooltip. */
import type { ReactElement } from "react";
import type { ButtonProps } from "./Button.tsx";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./Icon.tsx";
import styles from "./IconButton.module.css";

export interface IconButtonProps extends Omit<ButtonProps, "children" | "aria-label"> {
  readonly label: string;
  readonly icon: IconName;
}

/** Borderless by default; `variant="primary"` fills it with the accent. */
export function IconButton({
  label,
  icon,
  variant = "plain",
  className,
  ...rest
}: IconButtonProps): ReactElement {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classes(styles.button, styles[variant], className)}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
