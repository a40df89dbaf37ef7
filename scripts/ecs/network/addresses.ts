import { BlockList, isIPv6 } from "node:net";

/** Addresses that no route leads out of a VPC to. Source: RFC 1918, RFC 6598, RFC 4193. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/** Whether the ranges together hold every address of a family: one range of everything, or its two halves. */
export function coverAll(ranges: readonly string[], family: "IPv4" | "IPv6"): boolean {
  const [all, ...halves] =
    family === "IPv4" ? ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"] : ["::/0", "::/1", "8000::/1"];
  return ranges.some((range) => range === all) || halves.every((half) => ranges.includes(half));
}

/** Whether a range holds an address outside of the private ones. */
export function isPublic(range: string): boolean {
  return !PRIVATE.some((each) => holds(each, range));
}

/** Whether two ranges have an address in common: one then holds the other's first. */
export function overlap(one: string, other: string): boolean {
  return holds(one, other) || holds(other, one);
}

/** Whether a range holds another's first address and is not smaller. */
function holds(range: string, other: string): boolean {
  const [[start, bits], [first, otherBits]] = [partsOf(range), partsOf(other)];
  const family = isIPv6(start) ? "ipv6" : "ipv4";
  if (isIPv6(first) !== (family === "ipv6") || bits > otherBits) return false;
  const list = new BlockList();
  list.addSubnet(start, bits, family);
  return list.check(first, family);
}

function partsOf(range: string): readonly [address: string, bits: number] {
  const [address = "", bits] = range.split("/");
  return [address, bits === undefined ? (isIPv6(address) ? 128 : 32) : Number(bits)];
}
