/** @file A block of code with its language and a copy button. */
import { isValidElement, type ReactElement, type ReactNode } from "react";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import styles from "./CodeBlock.module.css";

interface CodeProps {
  readonly className?: string;
  readonly children?: ReactNode;
}

/** `children` is the `<code>` that Markdown puts inside `<pre>`. */
export function CodeBlock({ children }: { readonly children: ReactNode }): ReactElement {
  const { className, children: code } = isValidElement<CodeProps>(children) ? children.props : { children };
  const language = /language-([\w+#-]{1,20})/u.exec(className ?? "")?.[1];
  const text = typeof code === "string" ? code : "";
  return (
    <div className={styles.block} dir="ltr">
      <div className={styles.top}>
        <span>{language ?? "code"}</span>
        <IconButton label="Copy code" icon="copy" onClick={() => void copyText(text.replace(/\n$/u, ""))} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines are scrolled with the keyboard */}
      <pre className={styles.code} tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
