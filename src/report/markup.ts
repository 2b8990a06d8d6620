import { formatCount } from "./numbers.ts";
import { cut, pieces, visible } from "./visible.ts";

/**
 * The only way text becomes part of the page. Markup is written in `markup` templates; whatever is interpolated
 * is text and gets escaped, for element content and quoted attributes alike, unless it is itself {@link Markup}.
 */

/** Finished markup. A class, so that nothing parsed from an audit or a capture can pass for it. */
export class Markup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

export type Content = Markup | string | number | undefined | false | Content[];

/** Longest text interpolated without saying so with {@link text}. */
const PLAIN_LIMIT = 300;

/** Template tag: joins literal markup and escaped content. */
export function markup(literals: TemplateStringsArray, ...contents: Content[]): Markup {
  return new Markup(
    literals.reduce((page, literal, index) => page + toMarkup(contents[index - 1]) + literal),
  );
}

function toMarkup(content: Content): string {
  if (content === undefined || content === false) return "";
  if (content instanceof Markup) return content.toString();
  if (Array.isArray(content)) return content.map(toMarkup).join("");
  const { shown, more } = cut(String(content), PLAIN_LIMIT);
  return escape(visible(shown)) + (more > 0 ? ` … ${formatCount(more)} more characters` : "");
}

/** Captured text as element content: unseen characters set apart, cut at `limit` characters with the rest counted. */
export function text(captured: string, options: { limit?: number; keepLines?: boolean } = {}): Markup {
  const { shown, more } = cut(captured, options.limit ?? 300);
  const parts = pieces(shown, options.keepLines).map((piece) =>
    piece.unseen ? `<span class="unseen">${escape(piece.text)}</span>` : escape(piece.text),
  );
  const rest = more > 0 ? `<span class="cut">… ${formatCount(more)} more characters</span>` : "";
  return new Markup(parts.join("") + rest);
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(plain: string): string {
  return plain.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
