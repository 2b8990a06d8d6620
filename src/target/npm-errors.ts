import { UsageError } from "../model/errors.ts";

interface NpmError extends Error {
  /** A word, or the exit status of a process. */
  code?: string | number;
  versions?: string[];
}

const UNREACHABLE =
  /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ERR_SOCKET|EHOSTUNREACH|ENETUNREACH|FETCH_ERROR|UND_ERR|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|E5\d\d)/;
const DISK = new Set(["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"]);

/** The sentence for what npm's libraries threw, or the error itself when it is none of the user's concern. */
export function explainNpmError(error: unknown, spec: string): unknown {
  if (!(error instanceof Error) || error.name === "AbortError") return error;
  const { message, versions = [] } = error as NpmError;
  const code = String((error as NpmError).code ?? "");
  if (code === "ENOVERSIONS" || code === "E404")
    return new UsageError(
      `The npm registry has no package for ${spec}; check the spelling, and your npm registry setting.`,
    );
  if (code === "ETARGET")
    return new UsageError(`No version matches ${spec}; near it: ${nearVersions(spec, versions).join(", ")}.`);
  if (code === "EINTEGRITY")
    return new UsageError(`${spec} was rejected: what the registry sent is not what its own checksum says.`);
  if (code === "E401" || code === "E403")
    return new UsageError(
      `The npm registry refuses ${spec} (${code.slice(1)}): check the token in your .npmrc.`,
    );
  if (code === "EBADPLATFORM") return new UsageError(`${spec} is not published for this platform.`);
  if (["EINVALIDTAGNAME", "EUNSUPPORTEDPROTOCOL", "EINVALIDPACKAGENAME"].includes(code))
    return new UsageError(`"${spec}" is not a package name and version.`);
  if (UNREACHABLE.test(code))
    return new UsageError(
      `The npm registry cannot be reached for ${spec} (${code}): check network and npm settings.`,
    );
  if (DISK.has(code))
    return new UsageError(
      `${spec} cannot be stored (${code}): make room, or set PLAINWIRE_CACHE to another folder.`,
    );
  if (code.startsWith("TAR_") || code === "Z_DATA_ERROR" || /zlib|unexpected end/i.test(message))
    return new UsageError(`${spec} is damaged: its tarball cannot be unpacked (${code || message}).`);
  return error;
}

/** Up to three published versions on either side of the one asked for. */
export function nearVersions(spec: string, versions: readonly string[]): string[] {
  const wanted = spec.slice(spec.lastIndexOf("@") + 1);
  const collator = new Intl.Collator("en", { numeric: true });
  const sorted = [...versions].sort(collator.compare);
  const at = sorted.findIndex((version) => collator.compare(version, wanted) > 0);
  const middle = at < 0 ? sorted.length : at;
  return sorted.slice(Math.max(0, middle - 3), middle + 3);
}
