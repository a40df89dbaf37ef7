/** DNS suffixes of AWS's partitions, but for those whose suffix is `amazonaws.com`. Source: the partitions of AWS's SDKs. */
const DNS_SUFFIXES: Readonly<Record<string, string>> = {
  "aws-cn": "amazonaws.com.cn",
  "aws-eusc": "amazonaws.eu",
  "aws-iso": "c2s.ic.gov",
  "aws-iso-b": "sc2s.sgov.gov",
  "aws-iso-e": "cloud.adc-e.uk",
  "aws-iso-f": "csp.hci.ic.gov",
};

/** The DNS suffix of a partition's services, for example `amazonaws.com`. The roles' policies name the same one. */
export function dnsSuffixOf(partition: string): string {
  return DNS_SUFFIXES[partition] ?? "amazonaws.com";
}
