/**
 * What decoding a body yields: leaves, each with the way to it. The decoder never normalises: text is what
 * the bytes say.
 */
export interface Leaf {
  /** JSON Pointer (RFC 6901) into the decoded structure; layers inside a leaf add `#<decoder>` then go on: `/events/0/data#base64#json/env`. */
  pointer: string;
  /** Decoding layers passed, outermost first: `["gzip", "json", "base64", "json"]`. */
  encodings: string[];
  /** Text of the leaf, when it is text. */
  text?: string;
  /** Bytes of the leaf, when it is not. */
  bytes?: Uint8Array;
  /**
   * What the leaf was in its layer: `key` is the name of an object member (its pointer is that of the member),
   * `empty` a container without members (`{}`, `[]`), `rest` what was left undecoded beside a gap, as it stood.
   */
  kind?: LeafKind;
  /** This text was itself decoded further: the leaves of its inner layers follow it. */
  opened?: true;
  /** `[start, end)` in the outermost recorded blob: exact while no compression was passed, else the whole compressed run. */
  range: [number, number];
}

export type LeafKind = "string" | "number" | "boolean" | "null" | "key" | "empty" | "text" | "bytes" | "rest";

/** Something that could not be decoded, or not wholly: a damaged body, a limit met. */
export interface DecodeGap {
  pointer: string;
  reason: string;
}

export interface Decoded {
  leaves: Leaf[];
  gaps: DecodeGap[];
  /** Format of the outermost layer after content encodings, `json`, `sse`, `protobuf`, … or `opaque`. */
  format: string;
}
