import type { ReadRequest } from "./read-request.ts";
import { bodyReply, emptyReply, jsonReply } from "./reply.ts";
import type { Reply, ServiceContext } from "./stand-in.ts";

const PAGE = "<!doctype html>\n<html><head><title>OK</title></head><body><p>OK</p></body></html>\n";
const BROWSER_TYPES = /text\/html|application\/xhtml/;

/** A harmless answer to a request that nothing here knows, chosen from the request's own form. */
export function improvise(request: ReadRequest, context: ServiceContext): Reply {
  const accept = request.header("accept") ?? "";
  if (request.method === "HEAD") return emptyReply(context, 200, [["Content-Type", "application/json"]]);
  if (request.method === "OPTIONS") return emptyReply(context, 204, [["Allow", "GET, HEAD, POST, OPTIONS"]]);
  if (request.method === "DELETE") return emptyReply(context, 204);
  if (/application\/grpc/.test(request.header("content-type") ?? "")) return unimplementedRpc(context);
  if (/event-stream/.test(accept) && !/json/.test(accept))
    return bodyReply(context, 200, "text/event-stream", ": ok\n\n");
  if (BROWSER_TYPES.test(accept) && !/json/.test(accept))
    return bodyReply(context, 200, "text/html; charset=utf-8", PAGE);
  return jsonReply(context, 200, {});
}

/** gRPC says "not implemented" in trailers (grpc.io, HTTP/2 protocol mapping); clients take it as final. */
function unimplementedRpc(context: ServiceContext): Reply {
  return {
    ...emptyReply(context, 200, [["Content-Type", "application/grpc"]]),
    trailers: [
      ["grpc-status", "12"],
      ["grpc-message", "unimplemented"],
    ],
  };
}
