import { bodyReply } from "./reply.ts";
import type { ReadRequest } from "./read-request.ts";
import type { ServiceContext, StandIn } from "./stand-in.ts";

/** The ordinary pages that a scenario's prompts ask to fetch. */
export const webPage: StandIn = {
  id: "web-page",
  accepts: (request, context) => pageFor(request, context) !== undefined,
  handle(request, context) {
    const html = pageFor(request, context)?.html ?? "";
    return bodyReply(context, 200, "text/html; charset=utf-8", request.method === "HEAD" ? "" : html, [
      ["Cache-Control", "max-age=600"],
      ["Vary", "Accept-Encoding"],
    ]);
  },
};

function pageFor(request: ReadRequest, { scenario }: ServiceContext) {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  return scenario.pages?.find(({ url }) => {
    const { hostname, pathname } = new URL(url);
    return (
      hostname === request.host.toLowerCase() &&
      pathname.replace(/\/$/, "") === request.path.replace(/\/$/, "")
    );
  });
}
