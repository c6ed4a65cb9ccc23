/**
 * @file Markdown of an answer. What a model writes is not trusted: no raw HTML, no image is loaded, and a link is its
 * text and its address, because opening one would leave the device.
 */
import type { ReactElement, ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { copyText } from "#app/ui/copy.ts";
import { IconButton } from "#app/ui/IconButton.tsx";
import { CodeBlock } from "./CodeBlock.tsx";
import styles from "./Markdown.module.css";

const PLUGINS = [remarkGfm];

/** The conversation's title is the only first heading. */
const COMPONENTS: Components = {
  a: ({ href, children }) => <InertLink href={href ?? ""}>{children}</InertLink>,
  img: ({ alt }) => <span className={styles.image}>Image not loaded{alt ? `: ${alt}` : ""}</span>,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is scrolled with the keyboard
    <section className={styles.table} aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  ),
  h1: ({ children }) => <h2>{children}</h2>,
};

export default function Markdown({ text }: { readonly text: string }): ReactElement {
  return (
    <div className={styles.markdown} dir="auto">
      <ReactMarkdown skipHtml remarkPlugins={PLUGINS} components={COMPONENTS}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

function InertLink({
  href,
  children,
}: {
  readonly href: string;
  readonly children: ReactNode;
}): ReactElement {
  // A footnote mark, or an address that the sanitiser of react-markdown has emptied.
  if (href === "" || href.startsWith("#")) return <span>{children}</span>;
  return (
    <span className={styles.link}>
      {children !== href && <span>{children} </span>}
      <span className={styles.address}>{href}</span>
      <IconButton label={`Copy the address ${href}`} icon="copy" onClick={() => void copyText(href)} />
    </span>
  );
}
