import { decodeBody } from "../decode/decode.ts";
import type { Evidence } from "../model/audit.ts";
import { headerOf, type ExchangeView, type SessionView } from "./attribute.ts";

/** One run of text that left the machine, and where its bytes are. */
interface Part {
  pointer: string;
  encodings: string[];
  text: string;
  evidence?: Evidence;
}

/** Layers every body of its kind has: naming them would say nothing. */
const STRUCTURAL = new Set(["json", "sse", "ndjson", "multipart", "form", "text"]);

/** Request line, headers, body and WebSocket messages of one exchange, and the gaps met in decoding them. */
export function outgoingParts(view: SessionView, exchange: ExchangeView) {
  const parts: Part[] = [];
  const gaps: string[] = [];
  const { event } = exchange;
  const cite = (blob: string, range: [number, number]): Evidence => ({
    session: view.id,
    exchange: exchange.id,
    blob,
    range,
  });
  const head =
    event.requestHead === undefined
      ? undefined
      : Buffer.from(view.record.blob(event.requestHead)).toString("latin1");
  const inHead = (text: string) => {
    const start = head?.indexOf(text) ?? -1;
    return start < 0 ? {} : { evidence: cite(event.requestHead!, [start, start + text.length]) };
  };
  parts.push({ pointer: "path", encodings: [], text: event.target, ...inHead(event.target) });
  for (const [name, value] of event.requestHeaders)
    parts.push({ pointer: `header:${name.toLowerCase()}`, encodings: [], text: value, ...inHead(value) });
  const contentType = headerOf(event.requestHeaders, "content-type")?.toLowerCase();
  const contentEncoding = headerOf(event.requestHeaders, "content-encoding");
  const bodies = [
    ...(event.requestBody === undefined
      ? []
      : [{ blob: event.requestBody, prefix: "", contentType, contentEncoding }]),
    ...exchange.messages
      .filter((message) => message.direction === "sent")
      .map((message) => ({
        blob: message.payload,
        prefix: "/message",
        contentType: undefined,
        contentEncoding: undefined,
      })),
  ];
  for (const body of bodies) {
    const decoded = decodeBody(view.record.blob(body.blob), {
      ...(body.contentType === undefined ? {} : { contentType: body.contentType }),
      ...(body.contentEncoding === undefined ? {} : { contentEncoding: body.contentEncoding }),
    });
    for (const leaf of decoded.leaves) {
      const text = leaf.text ?? Buffer.from(leaf.bytes ?? []).toString("latin1");
      const encodings = leaf.encodings.filter((layer, index) => index > 0 || !STRUCTURAL.has(layer));
      parts.push({
        pointer: `${body.prefix}${leaf.pointer}`,
        encodings,
        text,
        evidence: cite(body.blob, leaf.range),
      });
    }
    gaps.push(...decoded.gaps.map((gap) => gap.reason));
  }
  return { parts, gaps };
}
