import assert from "node:assert/strict";
import type { TwilioPort } from "../../../scripts/rotation/ports";
import { checkFailed } from "../../../scripts/terminal/scriptError";
import type { SimulatedTwilioAccount } from "../../support/twilio/rotation/account";

/** Makes one call of a rotation, which a test can disturb before or after its effect. */
export type AtomicCall = <T>(name: string, effect: () => T) => Promise<T>;

/** The Twilio account, as a rotation calls it. */
export function twilioPort(
  account: SimulatedTwilioAccount,
  now: () => Date,
  call: AtomicCall,
): TwilioPort {
  const login = (token: string) => {
    if (!account.accepts(token)) throw checkFailed("Twilio does not accept the token");
  };
  return {
    tokenWorks: (token) => call("tokenWorks", () => account.accepts(token)),
    keyWorks: (sid, secret) => call("keyWorks", () => account.keyOf(sid)?.secret === secret),
    primaryToken: (token) =>
      call("primaryToken", () => {
        login(token);
        return account.primary;
      }),
    createSecondary: (token) =>
      call("createSecondary", () => {
        login(token);
        const made = account.createSecondary();
        if (made === undefined)
          throw checkFailed("there may be one already", "--discard-secondary");
        return made;
      }),
    deleteSecondary: (token) =>
      call("deleteSecondary", () => {
        login(token);
        return account.deleteSecondary();
      }),
    promote: (token) =>
      call("promote", () => {
        if (!account.accepts(token)) return "not accepted";
        const primary = account.promote();
        return primary === undefined ? "no secondary" : { primary };
      }),
    keyPolicy: (_, sid) => call("keyPolicy", () => account.keyOf(sid)?.policy ?? null),
    createKey: (token, name, policy) =>
      call("createKey", () => {
        login(token);
        const kind = policy === null ? "standard" : "restricted";
        const key = account.createKey(name, kind, policy, now());
        assert.ok(key);
        return { sid: key.sid, secret: key.secret };
      }),
    deleteKey: (token, sid) =>
      call("deleteKey", () => {
        login(token);
        account.deleteKey(sid);
      }),
    keys: () =>
      call("keys", () =>
        account.keys.map(({ sid, friendlyName: name, createdAt }) => ({ sid, name, createdAt })),
      ),
  };
}
