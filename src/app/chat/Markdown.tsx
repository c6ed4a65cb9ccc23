/**
 * @file Markdown of an answer. What a model writes is not trusted: no raw HTML, no image is loaded, and a link is its
 * text and its address, because opening one would leave the device.
 */
import { useMemo, type ReactElement, type ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { Chip } from "#app/ui/Chip.tsx";
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

export interface MarkdownProps {
  readonly text: string;
  /**
   * What a click on a link does that leads to a part of this page; null = nothing, as with any other link. Always the same
   * function: a new one would draw all links anew.
   */
  readonly onFragment?: (href: string) => (() => void) | null;
}

export default function Markdown({ text, onFragment }: MarkdownProps): ReactElement {
  const components = useMemo(() => (onFragment ? withFragments(onFragment) : COMPONENTS), [onFragment]);
  return (
    <div className={styles.markdown} dir="auto">
      <ReactMarkdown skipHtml remarkPlugins={PLUGINS} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}

function withFragments(onFragment: NonNullable<MarkdownProps["onFragment"]>): Components {
  return {
    ...COMPONENTS,
    a: ({ href = "", children }) => {
      const onClick = onFragment(href);
      return onClick ? (
        <Chip onClick={onClick}>{children}</Chip>
      ) : (
        <InertLink href={href}>{children}</InertLink>
      );
    },
  };
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
