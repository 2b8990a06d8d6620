import { addLeaf, rangeIn } from "./walk.ts";
import type { FormatDecoder } from "./walk.ts";

/** What nothing else could read: the bytes as one leaf. Last in the list, it accepts everything. */
export const opaque: FormatDecoder = {
  id: "opaque",
  accepts: () => true,
  decode(bytes, place, walk) {
    const { pointer } = place;
    const encodings = place.layers as string[];
    addLeaf(walk, { pointer, encodings, bytes, kind: "bytes", range: rangeIn(place, 0, bytes.length) });
    return true;
  },
};
