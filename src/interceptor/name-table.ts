import { createHash } from "node:crypto";

/** Gives every DNS name an address of its own and finds the name again by it. */
export interface NameTable {
  /** The one IPv4 address that stands for `name` (any case). The same in every table with the same seed. */
  addressOf(name: string): string;
  /** The name, in lower case, that was given `address`; undefined when nobody asked for it. */
  nameOf(address: string): string | undefined;
}

/**
 * Public ranges in which large hosters serve ordinary sites: first address and prefix length. Never 198.18/15
 * or another special range (RFC 6890): proxy clients use those as fake addresses, and a tool may look for that.
 */
const HOSTING_RANGES: [first: string, prefixBits: number][] = [
  ["104.16.0.0", 13],
  ["172.64.0.0", 14],
  ["151.101.0.0", 16],
  ["199.232.0.0", 16],
  ["13.224.0.0", 14],
  ["52.84.0.0", 15],
  ["18.64.0.0", 14],
  ["3.160.0.0", 14],
  ["34.96.0.0", 14],
  ["35.184.0.0", 13],
  ["142.250.0.0", 15],
  ["20.40.0.0", 14],
  ["140.82.112.0", 20],
  ["23.32.0.0", 13],
  ["95.100.0.0", 15],
  ["116.202.0.0", 15],
  ["51.68.0.0", 16],
  ["159.89.0.0", 16],
];

/**
 * Creates an empty table. An address follows from the name and `seed` by SHA-256; only when two names of one
 * table meet on the same address does the later one take its next draw.
 */
export function createNameTable(seed: number | string): NameTable {
  const addresses = new Map<string, string>();
  const names = new Map<string, string>();
  return {
    addressOf(name) {
      const key = name.toLowerCase();
      const known = addresses.get(key);
      if (known) return known;
      let draw = 0;
      let address = drawAddress(`${seed}\0${key}\0${draw}`);
      while (names.has(address)) address = drawAddress(`${seed}\0${key}\0${++draw}`);
      addresses.set(key, address);
      names.set(address, key);
      return address;
    },
    nameOf: (address) => names.get(address),
  };
}

function drawAddress(text: string): string {
  const digest = createHash("sha256").update(text).digest();
  const [first, prefixBits] = HOSTING_RANGES[digest.readUInt16BE(0) % HOSTING_RANGES.length]!;
  const base = first.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const offset = digest.readUInt32BE(2) % 2 ** (32 - prefixBits);
  const drawn = base + offset;
  // A last octet of 0 or 255 would look like a network or broadcast address.
  const lastOctet = 1 + (digest[6]! % 254);
  return [drawn >>> 24, (drawn >>> 16) & 255, (drawn >>> 8) & 255, lastOctet].join(".");
}
