import { isIPv4, type Socket } from "node:net";
import koffi from "koffi";

const getsockopt = koffi
  .load(null)
  .func("int getsockopt(int fd, int level, int name, _Out_ uint8_t *value, _Inout_ uint32_t *length)");

const SOL_IP = 0;
const SOL_IPV6 = 41;
/** The same number for both families: `linux/netfilter_ipv4.h`, `linux/netfilter_ipv6/ip6_tables.h`. */
const SO_ORIGINAL_DST = 80;

/**
 * Where the client of a redirected connection meant to go, before netfilter sent it here.
 *
 * @throws Error when the socket is closed or was not redirected.
 */
export function originalDestination(socket: Socket): { address: string; port: number } {
  const fd = (socket as unknown as { _handle: { fd: number } | null })._handle?.fd;
  if (fd === undefined || fd < 0) throw new Error("the socket is closed: its destination is lost");
  const local = socket.localAddress ?? "";
  const isV4 = isIPv4(local) || local.startsWith("::ffff:");
  const value = new Uint8Array(28);
  if (getsockopt(fd, isV4 ? SOL_IP : SOL_IPV6, SO_ORIGINAL_DST, value, [value.length]) !== 0)
    throw new Error(`no original destination is known for a connection to ${local}`);
  return isV4 ? readSockaddrIn(value) : readSockaddrIn6(value);
}

/** `struct sockaddr_in`: family, port (big-endian), four bytes of address. */
function readSockaddrIn(value: Uint8Array) {
  return { address: value.subarray(4, 8).join("."), port: portOf(value) };
}

/** `struct sockaddr_in6`: family, port, flow label, sixteen bytes of address; in RFC 5952 form. */
function readSockaddrIn6(value: Uint8Array) {
  const hex = Buffer.from(value.subarray(8, 24)).toString("hex").match(/.{4}/g)!.join(":");
  return { address: new URL(`http://[${hex}]`).hostname.slice(1, -1), port: portOf(value) };
}

function portOf(value: Uint8Array): number {
  return value[2]! * 256 + value[3]!;
}
