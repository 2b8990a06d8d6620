import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Machine } from "../model/scenario.ts";

const run = promisify(execFile);

/** The gateway's end of the pair, and what every home router's vendor prefix might look like. */
const GATEWAY_INTERFACE = "lan0";
const CATCH_ALL_TABLE = "100";
const ROUTER_MAC = "3c:a6:2f:51:0e:9d";

/**
 * Makes the gateway answer for every outside address: all addresses are local to it, TCP goes to the
 * interceptor, DNS to its DNS server, other UDP is dropped without a word.
 */
export async function answerEveryAddress(ports: { interceptorPort: number; dnsPort: number }): Promise<void> {
  await run("ip", ["link", "set", "lo", "up"]);
  // Only what comes from the tool meets the catch-all: in the local table it would swallow our own replies.
  for (const family of ["-4", "-6"]) {
    await run("ip", [family, "rule", "add", "iif", GATEWAY_INTERFACE, "lookup", CATCH_ALL_TABLE]);
    await run("ip", [family, "route", "add", "local", "default", "dev", "lo", "table", CATCH_ALL_TABLE]);
  }
  const nft = run("nft", ["-f", "-"]);
  nft.child.stdin!.end(rules(ports));
  await nft;
}

/** Neighbours on the LAN and link-local addresses answer as on a quiet home network: not at all. */
function rules({ interceptorPort, dnsPort }: { interceptorPort: number; dnsPort: number }): string {
  return `table inet lab {
  chain prerouting {
    type nat hook prerouting priority -100;
    iifname "${GATEWAY_INTERFACE}" udp dport 53 redirect to :${dnsPort}
    iifname "${GATEWAY_INTERFACE}" tcp dport 53 redirect to :${dnsPort}
    iifname "${GATEWAY_INTERFACE}" ip daddr 169.254.0.0/16 return
    iifname "${GATEWAY_INTERFACE}" ip6 daddr fe80::/10 return
    iifname "${GATEWAY_INTERFACE}" meta l4proto tcp redirect to :${interceptorPort}
  }
  chain input {
    type filter hook input priority 0;
    iifname "${GATEWAY_INTERFACE}" ip daddr 169.254.0.0/16 drop
    iifname "${GATEWAY_INTERFACE}" meta l4proto udp udp dport != ${dnsPort} drop
  }
}
`;
}

/** Joins the network namespace of process `pid` to the gateway and dresses it as `machine`. */
export async function connectTool(pid: number, machine: Machine): Promise<void> {
  const { interfaceName, mac } = machine;
  await run("ip", [
    "link",
    "add",
    GATEWAY_INTERFACE,
    "address",
    ROUTER_MAC,
    "type",
    "veth",
    "peer",
    "name",
    interfaceName,
    "address",
    mac,
    "netns",
    String(pid),
  ]);
  await ip(["link", "set", GATEWAY_INTERFACE, "up"]);
  await ip(["address", "add", `${machine.gatewayIpv4}/24`, "dev", GATEWAY_INTERFACE]);
  // The rest of the LAN stays silent: without this the gateway would answer ARP for every neighbour.
  await ip(["route", "add", "throw", `${networkOf(machine.gatewayIpv4)}.0/24`, "table", CATCH_ALL_TABLE]);
  await ip(["address", "add", `${prefixOf(machine.ipv6)}::1/64`, "dev", GATEWAY_INTERFACE, "nodad"]);
  await ip(["address", "add", "fe80::1/64", "dev", GATEWAY_INTERFACE, "nodad"]);
  const inside = (...words: string[]) => run("nsenter", ["-t", String(pid), "-n", "ip", ...words]);
  await inside("link", "set", "lo", "up");
  await inside("link", "set", interfaceName, "up");
  await inside("address", "add", `${machine.ipv4}/24`, "dev", interfaceName);
  await inside("address", "add", `${machine.ipv6}/64`, "dev", interfaceName, "nodad");
  await inside("route", "add", "default", "via", machine.gatewayIpv4, "dev", interfaceName);
  await inside("-6", "route", "add", "default", "via", "fe80::1", "dev", interfaceName);
}

/** The first three numbers of an IPv4 address. */
function networkOf(ipv4: string): string {
  return ipv4.split(".").slice(0, 3).join(".");
}

/** The first 64 bits of an IPv6 address that is written with all four of their groups. */
function prefixOf(ipv6: string): string {
  return ipv6.split(":").slice(0, 4).join(":");
}

async function ip(words: string[]): Promise<void> {
  await run("ip", words);
}
