import { awsError } from "../../../scripts/aws/errors";

/** A session with dummy keys. Its clients send their requests to a server of the tests. */
export function sessionOn(url: string) {
  const callerArn = "arn:aws:iam::123456789012:user/deployer";
  return {
    region: "eu-north-1",
    accountId: "123456789012",
    callerArn,
    clientConfig: {
      endpoint: url,
      region: "eu-north-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      requestHandler: {
        connectionTimeout: 1000,
        requestTimeout: 5000,
        throwOnRequestTimeout: true,
      } as const,
    },
    failed: (error: unknown, action: string) => awsError(error, { action, principal: callerArn }),
  };
}
