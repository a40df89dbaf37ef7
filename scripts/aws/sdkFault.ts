/** What an SDK error carries; nothing but these fields is ever looked at. */
export interface SdkFault {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  /** The service answered with an error of its own, so the message is the service's. */
  readonly fromService: boolean;
}

/** The SDK error's fields, whatever was thrown. */
export function sdkFault(error: unknown): SdkFault {
  if (!(error instanceof Error)) {
    return { name: "Error", code: "", message: "", status: undefined, fromService: false };
  }
  const metadata: unknown = Reflect.get(error, "$metadata");
  const status: unknown = isObject(metadata) ? metadata["httpStatusCode"] : undefined;
  const code: unknown = Reflect.get(error, "code");
  return {
    name: error.name,
    code: typeof code === "string" ? code : "",
    message: error.message,
    status: typeof status === "number" ? status : undefined,
    fromService: Reflect.has(error, "$fault"),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
