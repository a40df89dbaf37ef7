import { valueAt } from "../network/json";

/** The fields of an SDK error that the scripts use. They read nothing else of it. */
export interface SdkFault {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
  /** Whether the service itself answered with this error, so that the message is the service's. */
  readonly fromService: boolean;
}

/** Reads these fields from anything that was thrown. */
export function sdkFault(error: unknown): SdkFault {
  if (!(error instanceof Error)) {
    return { name: "Error", code: "", message: "", status: undefined, fromService: false };
  }
  const metadata: unknown = Reflect.get(error, "$metadata");
  const status: unknown = valueAt(metadata, "httpStatusCode");
  const code: unknown = Reflect.get(error, "code");
  return {
    name: error.name,
    code: typeof code === "string" ? code : "",
    message: error.message,
    status: typeof status === "number" ? status : undefined,
    fromService: Reflect.has(error, "$fault"),
  };
}
