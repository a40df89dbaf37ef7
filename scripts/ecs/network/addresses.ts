import { BlockList, isIPv6 } from "node:net";

/** Private address ranges, which are not reachable over the internet. Source: RFC 1918, RFC 6598, RFC 4193. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

/** Whether the ranges together cover every address of a family: one range covers all, or two ranges cover one half each. */
export function coverAll(ranges: readonly string[], family: "IPv4" | "IPv6"): boolean {
  const [all, ...halves] =
    family === "IPv4" ? ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1"] : ["::/0", "::/1", "8000::/1"];
  return ranges.some((range) => range === all) || halves.every((half) => ranges.includes(half));
}

/** Whether a range contains an address that is not private. */
export function isPublic(range: string): boolean {
  return !PRIVATE.some((each) => holds(each, range));
}

/** Whether two ranges overlap: then one of them contains the other. */
export function overlap(one: string, other: string): boolean {
  return holds(one, other) || holds(other, one);
}

/** Whether a range contains another range. */
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
