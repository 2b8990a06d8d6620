/**
 * Characters that would not show, or would change how their neighbours show, written out. Applied to every
 * captured text before a person sees it, on the terminal and on the page.
 */

/**
 * Every code point of the general categories C (controls, format characters such as bidirectional overrides, lone
 * surrogates, private and unassigned) and Z (all spaces but U+0020), and those that are drawn as nothing
 * (Unicode Standard 17, 4.5 and 5.21; U+2800 is an empty braille cell).
 */
const UNSEEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u{2800}]/u;

/** A run of text as it is, or one unseen character written out. */
export interface Piece {
  text: string;
  unseen: boolean;
}

/** Splits `text` into plain runs and unseen characters written out. With `keepLines`, `\n` and `\t` stay and CRLF is a line end. */
export function pieces(text: string, keepLines = false): Piece[] {
  const found: Piece[] = [];
  let plain = "";
  const characters = keepLines ? text.replaceAll("\r\n", "\n") : text;
  for (const character of characters) {
    const kept = keepLines && (character === "\n" || character === "\t");
    if (kept || !UNSEEN.test(character)) {
      plain += character;
      continue;
    }
    if (plain !== "") found.push({ text: plain, unseen: false });
    plain = "";
    found.push({ text: writtenOut(character), unseen: true });
  }
  if (plain !== "") found.push({ text: plain, unseen: false });
  return found;
}

/** `text` on one line with everything unseen written out. */
export function visible(text: string): string {
  return pieces(text)
    .map((piece) => piece.text)
    .join("");
}

/** Names of the C0 controls (ECMA-48), known to more readers than their numbers. */
const C0 =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

/** The pictures of controls (U+2400 block) would be shorter, but few fonts have them. */
function writtenOut(character: string): string {
  const point = character.codePointAt(0)!;
  return `‹${C0[point] ?? `U+${point.toString(16).toUpperCase().padStart(4, "0")}`}›`;
}

/** The first `limit` UTF-16 units of `text`, no pair split, and how many more there were. */
export function cut(text: string, limit: number): { shown: string; more: number } {
  if (text.length <= limit) return { shown: text, more: 0 };
  const splitsPair =
    /[\ud800-\udbff]/.test(text.charAt(limit - 1)) && /[\udc00-\udfff]/.test(text.charAt(limit));
  const end = splitsPair ? limit - 1 : limit;
  return { shown: text.slice(0, end), more: text.length - end };
}
