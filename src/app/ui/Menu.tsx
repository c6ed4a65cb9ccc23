/** @file A button that opens a short list of actions. A popover, so no scrolling parent can clip it. */
import { useId, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { classes } from "./classes.ts";
import { Icon, type IconName } from "./Icon.tsx";
import { IconButton } from "./IconButton.tsx";
import styles from "./Menu.module.css";

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** Name of the button. */
  readonly label: string;
  readonly icon?: IconName;
  readonly items: readonly MenuItem[];
}

const GAP_PX = 4;

export function Menu({ label, icon = "more", items }: MenuProps): ReactElement {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const toggled = (isOpen: boolean): void => {
    setOpen(isOpen);
    if (!isOpen || !list.current || !button.current) return;
    place(list.current, button.current.getBoundingClientRect());
    list.current.querySelector("button")?.focus();
  };
  const choose = (item: MenuItem): void => {
    list.current?.hidePopover();
    item.onSelect();
  };
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        icon={icon}
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={open}
      />
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        className={styles.menu}
        onToggle={(event) => toggled(event.newState === "open")}
        onKeyDown={(event) => moveFocus(event)}
      >
        {items.map((item) => (
          <Item key={item.label} item={item} onChoose={() => choose(item)} />
        ))}
      </div>
    </>
  );
}

interface ItemProps {
  readonly item: MenuItem;
  readonly onChoose: () => void;
}

function Item({ item: { label, icon, danger }, onChoose }: ItemProps): ReactElement {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      className={classes(styles.item, danger && styles.danger)}
      onClick={onChoose}
    >
      {icon && <Icon name={icon} />}
      {label}
    </button>
  );
}

/** Below the button and inside the window, aligned to the button's end. */
function place(list: HTMLElement, anchor: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = list;
  const rightToLeft = getComputedStyle(list).direction === "rtl";
  const wanted = rightToLeft ? anchor.left : anchor.right - width;
  const below = anchor.bottom + GAP_PX;
  const top = below + height > innerHeight ? anchor.top - height - GAP_PX : below;
  list.style.left = `${Math.max(GAP_PX, Math.min(wanted, innerWidth - width - GAP_PX))}px`;
  list.style.top = `${Math.max(GAP_PX, top)}px`;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll("button")];
  const at = items.findIndex((item) => item === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Tab") event.currentTarget.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items[(next + items.length) % items.length]?.focus();
}
