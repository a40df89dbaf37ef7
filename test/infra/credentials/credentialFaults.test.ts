import assert from "node:assert/strict";
import fc from "fast-check";
import { credentialFaults } from "../../../infra/credentials/credentialFaults";
import {
  CREDENTIALS,
  type CredentialName,
  type TwilioCredentials,
} from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import {
  traceableCredentials,
  wellFormedCredentials,
} from "../../support/leaks/credentialArbitraries";

// Shows that a credential has Twilio's form. Does not show that Twilio knows it.

interface Mutation {
  readonly says: RegExp;
  readonly applies?: (name: CredentialName) => boolean;
  readonly mutate: (value: string) => string | undefined;
}

const isSid = (name: CredentialName) => name.endsWith("_SID");
const hasLength = (name: CredentialName) => name !== "TWILIO_PHONE_NUMBER";

/** One mistake each, with the text that its fault must contain. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  absent: { says: /^is missing$/, mutate: () => undefined },
  empty: { says: /^is empty$/, mutate: () => "" },
  blank: { says: /^is empty$/, mutate: () => " \t" },
  "leading blank": { says: /blanks around/, mutate: (value) => ` ${value}` },
  "trailing line end": { says: /blanks around/, mutate: (value) => `${value}\n` },
  "double quotes": { says: /quotes around/, mutate: (value) => `"${value}"` },
  "single quotes": { says: /quotes around/, mutate: (value) => `'${value}'` },
  "placeholder word": { says: /placeholder/, mutate: () => "your_value_here" },
  "angle brackets": { says: /placeholder/, mutate: () => "<value>" },
  "a run of one character": {
    says: /placeholder/,
    mutate: (value) =>
      value.replace(
        /^(AC|SK|\+)?.+$/,
        (all, prefix: string | undefined = "") => prefix + "7".repeat(all.length - prefix.length),
      ),
  },
  "a count": {
    says: /placeholder/,
    mutate: (value) =>
      value.startsWith("+")
        ? "+1234567890"
        : value.replace(
            /^(AC|SK)?.+$/,
            (_, prefix: string | undefined = "") => prefix + "0123456789abcdef".repeat(2),
          ),
  },
  "one character short": {
    says: /^has 3[13] characters instead of 3[24]$/,
    applies: hasLength,
    mutate: (value) => value.slice(0, -1),
  },
  "one character long": {
    says: /^has 3[35] characters instead of 3[24]$/,
    applies: hasLength,
    mutate: (value) => `${value}0`,
  },
  "a character of another kind": {
    says: /^has characters that do not belong there$/,
    mutate: (value) => `${value.slice(0, -1)}-`,
  },
  "lower-case prefix": {
    says: /^does not start with (AC|SK)$/,
    applies: isSid,
    mutate: (value) => value.toLowerCase(),
  },
  "no plus": {
    says: /^does not start with \+$/,
    applies: (name) => name === "TWILIO_PHONE_NUMBER",
    mutate: (value) => value.slice(1),
  },
  "sixteen digits": {
    says: /^has characters that do not belong there$/,
    applies: (name) => name === "TWILIO_PHONE_NUMBER",
    mutate: (value) => `+${value.slice(1).padEnd(16, "12")}`,
  },
};

function mutated(
  values: TwilioCredentials,
  name: CredentialName,
  { mutate }: Mutation,
): Partial<Record<CredentialName, string | undefined>> {
  return { ...values, [name]: mutate(values[name]) };
}

describe("credentialFaults", () => {
  it("finds nothing in any well-formed set", () => {
    fc.assert(
      fc.property(wellFormedCredentials, (values) => {
        assert.deepEqual(credentialFaults(values), []);
      }),
    );
  });

  it("finds nothing in an API secret that contains a placeholder's word by chance", () => {
    for (const word of ["todo", "your", "Dummy", "example", "changeme", "replace"]) {
      const TWILIO_API_SECRET = (word + "Zz09".repeat(8)).slice(0, 32);
      assert.deepEqual(credentialFaults({ ...sampleCredentials(), TWILIO_API_SECRET }), []);
    }
  });

  it("finds nothing in a phone number that only looks like 1234567890", () => {
    for (const TWILIO_PHONE_NUMBER of ["+12345678901", "+1234567891", "+4912345678"]) {
      assert.deepEqual(credentialFaults({ ...sampleCredentials(), TWILIO_PHONE_NUMBER }), []);
    }
  });

  for (const [title, mutation] of Object.entries(MUTATIONS)) {
    for (const { name, configKey, expected } of CREDENTIALS) {
      if (mutation.applies?.(name) === false) continue;
      it(`finds one fault in ${name}: ${title}, and repeats no part of the value`, () => {
        fc.assert(
          fc.property(traceableCredentials, (values) => {
            const faults = credentialFaults(mutated(values, name, mutation));
            assert.equal(faults.length, 1);
            const [fault] = faults;
            assert.deepEqual({ ...fault, problem: "" }, { name, configKey, expected, problem: "" });
            assert.match(fault?.problem ?? "", mutation.says);
            const told = JSON.stringify(faults);
            for (const piece of pieces(values[name])) assert.ok(!told.includes(piece));
          }),
          { numRuns: 20 },
        );
      });

      it(`reports any two values of ${name} in the same words: ${title}`, () => {
        fc.assert(
          fc.property(traceableCredentials, traceableCredentials, (some, other) => {
            assert.deepEqual(
              credentialFaults(mutated(some, name, mutation)),
              credentialFaults(mutated(other, name, mutation)),
            );
          }),
          { numRuns: 20 },
        );
      });
    }
  }

  for (const [place, held] of [
    ["TWILIO_API_SID", "TWILIO_ACCOUNT_SID"],
    ["TWILIO_ACCOUNT_SID", "TWILIO_API_SID"],
    ["TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER"],
    ["TWILIO_API_SECRET", "TWILIO_API_SID"],
    ["TWILIO_PHONE_NUMBER", "TWILIO_ACCOUNT_SID"],
  ] as const) {
    it(`says that ${place} holds a ${held}`, () => {
      const values = sampleCredentials();
      const [fault, ...others] = credentialFaults({ ...values, [place]: values[held] });
      assert.equal(fault?.problem, `holds what looks like a ${held}`);
      assert.deepEqual(others, []);
    });
  }

  it("lists every fault of an empty set, in the console's order", () => {
    assert.deepEqual(
      credentialFaults({}).map(({ name, problem }) => [name, problem]),
      CREDENTIALS.map(({ name }) => [name, "is missing"]),
    );
  });
});

/** Every four characters in a row. */
function pieces(value: string): string[] {
  return Array.from({ length: value.length - 3 }, (_, start) => value.slice(start, start + 4));
}
