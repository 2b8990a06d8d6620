import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { byteCodings, formatDecoders, textCodings } from "./index.ts";

test("the lists hold every decoder of the folder, in the order in which they are tried", () => {
  assert.deepEqual(
    [byteCodings, formatDecoders, textCodings].map((list) => list.map(({ id }) => id)),
    [
      ["gzip", "zstd", "deflate", "br"],
      ["grpc", "multipart", "sse", "form", "ndjson", "json", "text", "opaque"],
      ["jwt", "data-url", "hex", "base64", "url"],
    ],
  );
  const declared = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .filter((file) =>
      /^export const \w+: (?:ByteCoding|FormatDecoder|TextCoding) =/m.test(
        readFileSync(`${import.meta.dirname}/${file}`, "utf8"),
      ),
    );
  assert.equal(declared.length, byteCodings.length + formatDecoders.length + textCodings.length);
});
