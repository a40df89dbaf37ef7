import { Ajv, type ValidateFunction } from "ajv";
import assert from "node:assert/strict";
import { SimulatedTwilioAccount } from "../../support/twilio/rotation/account";
import { RotationServer } from "../../support/twilio/rotation/server";
import { twilioDescription } from "../../support/twilio/twilioDescription";
import { skip } from "../../support/skip";

const TOKENS = "/components/schemas/accounts.v1.";
const KEYS = "/components/schemas/iam.v1.";
const POLICY = { allow: ["/twilio/voice/calls/update"] };

/** An answer with its parsed body. */
interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

// The descriptions contain no error responses. The server's error responses follow Twilio's pages and public tests against the real
// API, and are not proved here.
describe("The Twilio of the rotation's tests, against Twilio's published descriptions", () => {
  const account = new SimulatedTwilioAccount();
  const server = new RotationServer(account, new SimulatedTwilioAccount());
  let base: string;
  let validators: { readonly accounts: Validators; readonly iam: Validators };

  before(async function () {
    this.timeout(120_000);
    const [accounts, iam] = [
      await twilioDescription("accounts_v1"),
      await twilioDescription("iam_v1"),
    ];
    if (accounts === undefined || iam === undefined) {
      skip(this, "npm cannot fetch Twilio's description");
    }
    validators = { accounts: new Validators(accounts), iam: new Validators(iam) };
    base = await server.start();
  });
  after(() => server.stop());

  async function ask(
    method: string,
    path: string,
    form?: Readonly<Record<string, string>>,
    [user, password] = [account.sid, account.primary],
  ): Promise<Answered> {
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    const body = form === undefined ? {} : { body: new URLSearchParams(form) };
    const answer = await fetch(`${base}${path}`, { method, headers: { authorization }, ...body });
    const text = await answer.text();
    const parsed: unknown = text === "" ? {} : JSON.parse(text);
    assert.ok(typeof parsed === "object" && parsed !== null);
    return { status: answer.status, body: { ...parsed } };
  }

  it("makes, deletes and promotes a secondary token in the described form", async () => {
    const made = await ask("POST", "/v1/AuthTokens/Secondary");
    assert.equal(made.status, 201);
    validators.accounts.hold(`${TOKENS}secondary_auth_token`, made.body);
    assert.equal((await ask("DELETE", "/v1/AuthTokens/Secondary")).status, 204);
    await ask("POST", "/v1/AuthTokens/Secondary");
    const secondary = account.secondary ?? "";
    const promoted = await ask("POST", "/v1/AuthTokens/Promote", {}, [account.sid, secondary]);
    assert.equal(promoted.status, 200);
    validators.accounts.hold(`${TOKENS}auth_token_promotion`, promoted.body);
    assert.equal(account.primary, secondary);
  });

  it("answers what cannot be done with Twilio's codes", async () => {
    const code = async (...args: Parameters<typeof ask>): Promise<unknown> => {
      const { status, body } = await ask(...args);
      return [status, body["code"]];
    };
    assert.deepEqual(await code("POST", "/v1/AuthTokens/Promote"), [404, 20404]);
    assert.deepEqual(await code("DELETE", "/v1/AuthTokens/Secondary"), [404, 20404]);
    assert.deepEqual(await code("GET", "/v1/Keys", undefined, [account.sid, "x"]), [401, 20003]);
    const standard = account.createKey("standard");
    const restricted = account.createKey("restricted", "restricted", POLICY);
    const main = account.createKey("main", "main");
    assert.ok(standard !== undefined && restricted !== undefined && main !== undefined);
    const list = `/v1/Keys?AccountSid=${account.sid}`;
    const by = ({ sid, secret }: { sid: string; secret: string }): [string, string] => [
      sid,
      secret,
    ];
    assert.deepEqual(await code("GET", list, undefined, by(standard)), [401, 20003]);
    assert.deepEqual(await code("GET", list, undefined, by(restricted)), [401, 70051]);
    assert.equal((await ask("GET", list, undefined, by(main))).status, 200);
    const long = { AccountSid: account.sid, FriendlyName: "x".repeat(65) };
    assert.deepEqual(await code("POST", "/v1/Keys", long), [400, 70001]);
    while (account.createKey("one more") !== undefined);
    const more = { AccountSid: account.sid, FriendlyName: "x" };
    assert.deepEqual(await code("POST", "/v1/Keys", more), [400, 70151]);
    account.keys.splice(0);
    server.testCredentials = true;
    assert.deepEqual(await code("GET", list), [403, 20008]);
    server.testCredentials = false;
  });

  it("refuses a second secondary token, or puts it in place of the first: Twilio does not say which", async () => {
    account.createSecondary();
    const first = account.secondary;
    assert.equal((await ask("POST", "/v1/AuthTokens/Secondary")).status, 400);
    account.secondSecondary = "replaces";
    assert.equal((await ask("POST", "/v1/AuthTokens/Secondary")).status, 201);
    assert.notEqual(account.secondary, first);
    assert.equal(account.accepts(first ?? ""), false);
  });

  it("makes, shows, lists and deletes keys in the described form; the older interface makes a standard one", async () => {
    const form = {
      AccountSid: account.sid,
      FriendlyName: "restricted",
      KeyType: "restricted",
      Policy: JSON.stringify(POLICY),
    };
    const made = await ask("POST", "/v1/Keys", form);
    assert.equal(made.status, 201);
    validators.iam.hold(`${KEYS}new_key`, made.body);
    const sid = String(made.body["sid"]);
    const shown = await ask("GET", `/v1/Keys/${sid}`);
    validators.iam.hold(`${KEYS}key`, shown.body);
    assert.deepEqual(shown.body["policy"], POLICY);
    assert.equal(shown.body["secret"], undefined, "the secret is shown once");
    const older = await ask("POST", `/2010-04-01/Accounts/${account.sid}/Keys.json`, form);
    assert.equal(older.status, 201);
    assert.equal(account.keyOf(String(older.body["sid"]))?.kind, "standard");
    const { body } = await ask("GET", `/v1/Keys?AccountSid=${account.sid}`);
    const { keys } = body;
    assert.ok(Array.isArray(keys) && keys.length === 2);
    for (const key of keys) validators.iam.hold(`${KEYS}get_keys`, key);
    assert.equal((await ask("DELETE", `/v1/Keys/${sid}`)).status, 204);
    assert.equal((await ask("DELETE", `/v1/Keys/${sid}`)).status, 404);
  });

  it("signs and authenticates with the old token until the promotion has reached every edge", async () => {
    account.promotionDelayMs = 300;
    if (account.secondary === undefined) account.createSecondary();
    const old = account.primary;
    account.promote();
    assert.equal(account.signingToken, old);
    assert.ok(account.accepts(old) && account.accepts(account.primary));
    await new Promise((resolve) => setTimeout(resolve, 350));
    assert.equal(account.signingToken, account.primary);
    assert.equal(account.accepts(old), false);
  });
});

/** The schemas of one description. */
class Validators {
  readonly #ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

  constructor(description: unknown) {
    assert.ok(typeof description === "object" && description !== null);
    this.#ajv.addSchema({ $id: "twilio", ...description });
  }

  /** Asserts that a value matches the description and has every described field. */
  hold(pointer: string, value: unknown): void {
    const isValid: ValidateFunction = this.#ajv.compile({ $ref: `twilio#${pointer}` });
    assert.ok(isValid(value), JSON.stringify(isValid.errors));
    assert.equal(isValid({ sid: 1, account_sid: 1 }), false, "the schema refuses nonsense");
    const schema: unknown = this.#ajv.getSchema(`twilio#${pointer}`)?.schema;
    assert.ok(typeof value === "object" && value !== null);
    assert.ok(typeof schema === "object" && schema !== null && "properties" in schema);
    const { properties } = schema;
    assert.ok(typeof properties === "object" && properties !== null);
    assert.deepEqual(Object.keys(value).sort(), Object.keys(properties).sort());
  }
}
