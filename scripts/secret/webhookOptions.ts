import type { OptionSpecs } from "../terminal/options";

/** Which webhook is meant, and the secret with the credentials: the options of the scripts that need both. */
export const WEBHOOK_OPTIONS = {
  "secret-id": {
    type: "string",
    value: "ID",
    description: "name or ARN of the secret, instead of the stack's",
  },
  "webhook-url": {
    type: "string",
    value: "URL",
    description: "URL that answers calls, instead of the stack's",
  },
} as const satisfies OptionSpecs;
