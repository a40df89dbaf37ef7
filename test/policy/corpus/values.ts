import { SeededRandom } from "./random";

/** The value of each name that a template may use. */
export type CorpusValues = Readonly<Record<string, string>>;

/** The stack config keys of the stack's own values, by the names that templates use. */
const CONFIG_KEYS = {
  ACCOUNT_SID: "twilioAccountSid",
  AUTH_TOKEN: "twilioAuthToken",
  PHONE_NUMBER: "twilioPhoneNumber",
  API_SID: "twilioApiSid",
  API_SECRET: "twilioApiSecret",
  GUARDED: "dailyApiKey",
} as const;

/** Generates every value that templates use: the stack's own credentials, foreign ones of the same form, and harmless look-alikes. */
export function generateValues(seed: string): CorpusValues {
  const random = new SeededRandom(seed);
  const uuid = [8, 4, 4, 4, 12].map((length) => random.hexadecimal(length)).join("-");
  return {
    ACCOUNT_SID: `AC${random.hexadecimal(32)}`,
    AUTH_TOKEN: random.hexadecimal(32),
    PHONE_NUMBER: `+1${random.digits(3)}${random.digits(7)}`,
    API_SID: `SK${random.hexadecimal(32)}`,
    API_SECRET: random.alphanumeric(32),
    GUARDED: random.alphanumeric(64),
    FOREIGN_ACCOUNT_SID: `AC${random.hexadecimal(32)}`,
    FOREIGN_AUTH_TOKEN: random.hexadecimal(32),
    FOREIGN_PHONE_NUMBER: `+1${random.digits(3)}${random.digits(7)}`,
    FOREIGN_API_SID: `SK${random.hexadecimal(32)}`,
    FOREIGN_API_SECRET: random.alphanumeric(32),
    HEX7: random.hexadecimal(7),
    HEX32: random.hexadecimal(32),
    HEX40: random.hexadecimal(40),
    HEX64: random.hexadecimal(64),
    ALNUM6: random.alphanumeric(6),
    ALNUM20: random.alphanumeric(20),
    ALNUM32: random.alphanumeric(32),
    ACCOUNT_ID: random.digits(12),
    TIMESTAMP: `17${random.digits(8)}`,
    UUID: uuid,
  };
}

/** The stack config with the stack's own credentials, by key without namespace. */
export function ownConfig(values: CorpusValues): Record<string, string> {
  const config: Record<string, string> = {};
  for (const [name, key] of Object.entries(CONFIG_KEYS)) config[key] = values[name] ?? "";
  return config;
}
