import type { Machine } from "../model/scenario.ts";
import type { Planting } from "./planting.ts";

const FIRST_NAMES = ["Annika", "Jonas", "Miriam", "Lukas", "Teresa", "Florian", "Helena", "Matthias"];
/** Address blocks of makers of laptop network chips (IEEE MA-L): LCFC, Wistron, Intel. */
const LAPTOP_VENDORS = ["e8:6a:64", "8c:16:45", "54:ee:75", "a4:34:d9"];

/** The machine inside the lab: one developer's laptop on a home network. */
export function drawMachine(planting: Planting): Machine {
  const { plant, word, hex } = planting;
  const user = plant({
    id: "username",
    data: "username",
    value: word(),
    planted: "login name and home folder",
  });
  const home = `/home/${user}`;
  const folder = plant({
    id: "workspace-folder",
    data: "file-path",
    value: word(),
    planted: "name of the folder the repository lies in",
  });
  const hostname = plant({
    id: "hostname",
    data: "hostname",
    value: `thinkpad-${word()}`,
    planted: "/etc/hostname and uname",
  });
  const fullName = plant({
    id: "full-name",
    data: "git-identity",
    value: `${planting.pick(FIRST_NAMES)} ${capitalised(word())}`,
    planted: "~/.gitconfig user.name, commit author, /etc/passwd",
  });
  const octets = Array.from({ length: 3 }, () => hex(2)).join(":");
  return {
    hostname,
    user,
    fullName,
    home,
    workspace: `${home}/projects/${folder}`,
    machineId: plant({ id: "machine-id", data: "device-id", value: hex(32), planted: "/etc/machine-id" }),
    interfaceName: "enp0s31f6",
    mac: plant({
      id: "mac",
      data: "device-id",
      value: `${planting.pick(LAPTOP_VENDORS)}:${octets}`,
      planted: "hardware address of the network interface",
    }),
    ...drawNetwork(planting),
    ...drawPlace(planting),
    shell: "/bin/bash",
  };
}

function drawNetwork({ plant, word, between }: Planting) {
  const group = () => between(0x1000, 0xffff).toString(16);
  return {
    // Two digits at the end, so that the gateway's address is no part of it.
    ipv4: plant({
      id: "ipv4",
      data: "ip-address",
      value: `192.168.178.${between(20, 99)}`,
      planted: "IPv4 address of the network interface",
    }),
    gatewayIpv4: plant({
      id: "gateway-ipv4",
      data: "network-config",
      value: "192.168.178.1",
      planted: "default route and name server",
      weak: true,
    }),
    ipv6: plant({
      id: "ipv6",
      data: "ip-address",
      value: `2003:e7:${Array.from({ length: 6 }, group).join(":")}`,
      planted: "IPv6 address of the network interface",
    }),
    searchDomain: plant({
      id: "search-domain",
      data: "network-config",
      value: `${word()}.lan`,
      planted: "/etc/resolv.conf search",
    }),
  };
}

function drawPlace({ plant }: Planting) {
  const timezone = "Europe/Berlin";
  const locale = "de_DE.UTF-8";
  return {
    timezone: plant({
      id: "timezone",
      data: "timezone",
      value: timezone,
      planted: "/etc/localtime",
      weak: true,
    }),
    locale: plant({ id: "locale", data: "locale", value: locale, planted: "LANG", weak: true }),
  };
}

export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
