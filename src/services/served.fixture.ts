import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Scenario } from "../model/scenario.ts";
import { createAnswerer, type ModelStep } from "./answerer.ts";
import { smallScenario } from "./small-scenario.fixture.ts";

/** The answerer behind a loopback HTTP server, for clients that want a socket. */
export async function serveAnswerer(scenario: Scenario = smallScenario) {
  const steps: ModelStep[] = [];
  const answerer = createAnswerer({ scenario, onStep: (step) => steps.push(step) });
  const server = createServer((request, response) => void serve(request, response));
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { rawHeaders: raw } = request;
    const headers = raw.flatMap((name, at): [string, string][] => (at % 2 ? [] : [[name, raw[at + 1]!]]));
    const reply = await answerer.answer({
      exchange: "x1",
      scheme: "http",
      protocol: "http/1.1",
      host: "127.0.0.1",
      port: 80,
      method: request.method!,
      target: request.url!,
      headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(reply.status, reply.headers.flat());
    if (reply.body instanceof Uint8Array) response.end(reply.body);
    else {
      for await (const chunk of reply.body) response.write(chunk);
      response.end();
    }
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    steps,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
