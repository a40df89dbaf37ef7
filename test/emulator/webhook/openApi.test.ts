import { Ajv, type ValidateFunction } from "ajv";
import assert from "node:assert/strict";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { twilioDescription } from "../../support/twilio/twilioDescription";
import { TwilioServer, UPDATES } from "../../support/twilio/twilioServer";
import { skip } from "../../support/skip";

const own = newCredentials();
const LIST = "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json";
const ONE = "/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json";
const NUMBER = "/components/schemas/api.v2010.account.incoming_phone_number";

/** Escapes one part of a JSON pointer. */
function part(text: string): string {
  return encodeURIComponent(text.replaceAll("~", "~0").replaceAll("/", "~1"));
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined,
    value,
  );
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

// The description contains no error responses. The server's error responses follow Twilio's pages on the errors 20003, 20008 and
// 20404, and are not proved here.
describe("The Twilio server of the tests, against Twilio's published description", () => {
  let description: unknown;
  let server: TwilioServer;
  let account: string;

  before(async function () {
    this.timeout(120_000);
    description = await twilioDescription();
    if (description === undefined) {
      skip(this, "npm cannot fetch Twilio's description");
    }
    server = new TwilioServer(own);
    account = `${await server.start()}/2010-04-01/Accounts/${own.TWILIO_ACCOUNT_SID}`;
  });
  after(async () => {
    if (description !== undefined) await server.stop();
  });

  function validator(pointer: string): ValidateFunction {
    assert.ok(typeof description === "object" && description !== null);
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({ $id: "twilio", ...description });
    return ajv.compile({ $ref: `twilio#${pointer}` });
  }

  async function ask(url: string, form?: Readonly<Record<string, string>>): Promise<unknown> {
    const login = `${own.TWILIO_ACCOUNT_SID}:${own.TWILIO_AUTH_TOKEN}`;
    const headers = { authorization: `Basic ${Buffer.from(login).toString("base64")}` };
    const answer = await fetch(
      url,
      form === undefined
        ? { headers }
        : { headers, method: "POST", body: new URLSearchParams(form) },
    );
    assert.equal(answer.status, 200);
    return answer.json();
  }

  it("lists numbers in the described form", async () => {
    const schema = ["get", "responses", "200", "content", "application/json", "schema"].map(part);
    const isList = validator(`/paths/${part(LIST)}/${schema.join("/")}`);
    const query = `PhoneNumber=${encodeURIComponent(own.TWILIO_PHONE_NUMBER)}&PageSize=20`;
    const list = await ask(`${account}/IncomingPhoneNumbers.json?${query}`);
    assert.ok(isList(list), JSON.stringify(isList.errors));
    assert.equal(
      isList({ incoming_phone_numbers: [{ sid: "nonsense" }] }),
      false,
      "the schema refuses nonsense",
    );
  });

  it("answers an update in the described form, with every described field", async () => {
    const isNumber = validator(NUMBER);
    const url = `${account}/IncomingPhoneNumbers/${server.number.sid}.json`;
    const number = await ask(url, { VoiceUrl: "https://phone.example.com/", VoiceMethod: "POST" });
    assert.ok(isNumber(number), JSON.stringify(isNumber.errors));
    assert.equal(at(number, "voice_url"), "https://phone.example.com/");
    const described = keysOf(
      at(description, "components", "schemas", NUMBER.slice(20), "properties"),
    );
    const answered = keysOf(number);
    assert.deepEqual(
      described.filter((field) => !answered.includes(field) && field !== "type"),
      [],
    );
    assert.deepEqual(
      answered.filter((field) => !described.includes(field)),
      [],
    );
  });

  it("takes parameters that the description has, and no method but GET and POST", () => {
    const form = at(
      description,
      "paths",
      ONE,
      "post",
      "requestBody",
      "content",
      "application/x-www-form-urlencoded",
    );
    const parameters = at(form, "schema", "properties");
    for (const parameter of Object.keys(UPDATES)) {
      assert.ok(keysOf(parameters).includes(parameter), parameter);
      if (!parameter.endsWith("Method")) continue;
      assert.deepEqual(at(parameters, parameter, "enum"), ["GET", "POST"]);
    }
  });
});
