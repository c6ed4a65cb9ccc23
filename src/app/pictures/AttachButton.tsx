/** @file The button beside the message field that adds pictures. */
import type { ReactElement } from "react";
import { Menu, type MenuItem } from "#app/ui/Menu.tsx";
import { IconButton } from "#app/ui/IconButton.tsx";
import { pickPictures } from "./attach-pictures.ts";

const CAMERA: MenuItem = { label: "Take a photo", icon: "camera", onSelect: () => pickPictures("camera") };
const FILES: MenuItem = { label: "Choose pictures", icon: "picture", onSelect: () => pickPictures("files") };

export function AttachButton(): ReactElement {
  // Elsewhere `capture` only opens the same file picker.
  if (matchMedia("(pointer: coarse)").matches)
    return <Menu label="Add pictures" icon="plus" items={[CAMERA, FILES]} />;
  return <IconButton label="Add pictures" icon="picture" onClick={FILES.onSelect} />;
}
