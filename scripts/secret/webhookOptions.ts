import type { OptionSpecs } from "../terminal/options";

/** Options for the webhook, and for the secret with the credentials. */
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
