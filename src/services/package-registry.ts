import type { ReadRequest } from "./read-request.ts";
import { jsonReply } from "./reply.ts";
import type { ServiceContext, StandIn } from "./stand-in.ts";

/** `/name`, `/@scope/name`, either with `/<tag or version>`, or `/-/package/<name>/dist-tags`. */
const DOCUMENT = /^\/(?:-\/package\/)?(@[\w.~-]+(?:\/|%2f)[\w.~-]+|[\w.~-]+)(?:\/([\w.~-]+))?$/i;

/**
 * A package registry as npm defines it (github.com/npm/registry, docs/REGISTRY-API.md). For packages whose
 * version is known it says that this version is the newest, so that no tool is offered an update; others do
 * not exist.
 */
export const packageRegistry: StandIn = {
  id: "package-registry",
  accepts(request, { versions }) {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const name = packageName(request);
    return name !== undefined && (name in versions || /^(registry|npm)\./.test(request.host.toLowerCase()));
  },
  handle(request, context) {
    const name = packageName(request) ?? "";
    const version = context.versions[name];
    if (version === undefined) return jsonReply(context, 404, { error: "Not found" });
    const wanted = DOCUMENT.exec(request.path)?.[2];
    if (wanted === "dist-tags") return jsonReply(context, 200, { latest: version });
    if (wanted !== undefined) return jsonReply(context, 200, manifest(name, version, request));
    return jsonReply(context, 200, packument(name, version, request, context));
  },
};

function packageName({ path }: ReadRequest): string | undefined {
  return DOCUMENT.exec(path)?.[1]?.replace(/%2f/i, "/");
}

function manifest(name: string, version: string, { host }: ReadRequest) {
  const file = `${name.replace(/^.*\//, "")}-${version}.tgz`;
  return { name, version, dist: { tarball: `https://${host}/${name}/-/${file}` } };
}

function packument(name: string, version: string, request: ReadRequest, context: ServiceContext) {
  const time = context.now().toISOString();
  return {
    _id: name,
    name,
    "dist-tags": { latest: version },
    versions: { [version]: manifest(name, version, request) },
    modified: time,
    time: { modified: time, [version]: time },
  };
}
