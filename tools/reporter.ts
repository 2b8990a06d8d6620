/** Node's `spec` reporter, with a list of the skipped tests and their reasons before the summary. */
import type { TestEvent } from "node:test/reporters";
import { spec } from "node:test/reporters";

export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const inner = new spec();
  const skipped: string[] = [];
  for await (const event of source) {
    if ((event.type === "test:pass" || event.type === "test:fail") && event.data.skip !== undefined)
      skipped.push(`${event.data.name}: ${event.data.skip === true ? "no reason given" : event.data.skip}`);
    const isSummary = event.type === "test:diagnostic" && /^tests \d+$/.test(event.data.message);
    if (isSummary && skipped.length > 0)
      yield `\nSkipped, not passed (${skipped.length}):\n${skipped.map((line) => `  ${line}\n`).join("")}\n`;
    inner.write(event);
    yield read(inner);
  }
  inner.end();
  for await (const rest of inner) yield String(rest);
}

function read(stream: InstanceType<typeof spec>): string {
  return String(stream.read() ?? "");
}
