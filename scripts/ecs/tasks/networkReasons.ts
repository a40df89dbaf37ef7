import type { Reason } from "./reason";

/**
 * Network failures between a task and AWS's services. The texts are those of Go's network library, because the agent is written
 * in Go.
 */
export const NETWORK_FAILURES: readonly Reason[] = [
  [
    /no such host|server misbehaving|lookup \S+(?: on \S+)?: .*(?:i\/o timeout|connection refused)/i,
    "the task cannot look up the name of an AWS service",
    "turn on DNS support and DNS hostnames for the VPC, or let its own DNS server answer for amazonaws.com",
  ],
  [
    /x509:|certificate signed by unknown authority/i,
    "what answers in place of an AWS service has a certificate that is not AWS's",
    "exclude amazonaws.com from the network's TLS inspection, or use VPC endpoints",
  ],
  [
    /i\/o timeout|context deadline exceeded|RequestCanceled|check your task network configuration|connection issue|no route to host|network is unreachable|TLS handshake timeout/i,
    "the task's subnet has no way to Secrets Manager, ECR or CloudWatch Logs",
    "give the subnet a NAT gateway or the interface endpoints, and let the security group out on port 443",
  ],
  [
    /connection refused/i,
    "what answers in place of an AWS service refuses the connection",
    "check where the subnet's routes, its endpoints and the VPC's DNS lead",
  ],
  [
    /connection reset|: EOF\b/i,
    "what answers in place of an AWS service breaks the connection off",
    "check the firewall or the proxy on the subnet's way out",
  ],
  [
    /tls: /i,
    "the TLS connection to an AWS service fails",
    "exclude amazonaws.com from the network's TLS inspection, or use VPC endpoints",
  ],
];
