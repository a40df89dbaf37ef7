import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { clientsOf, emulatorsOrSkip, makeSecret } from "../support/emulator/awsLab";
import {
  startMicroburst,
  startMinistack,
  startMoto,
  type Emulator,
} from "../support/emulator/emulators";
import { skip } from "../support/skip";

const ADDRESSES = Object.values(networkInterfaces()).flatMap((each) =>
  (each ?? []).filter(({ internal, family }) => !internal && family === "IPv4"),
);

/** Whether a server listens at this address. */
function listens(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      done(answer);
    };
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false));
  });
}

describe("The emulators", () => {
  const running: Emulator[] = [];

  before(async function () {
    if (ADDRESSES.length === 0) {
      skip(this, "this machine has no address but the loopback's");
    }
    const [moto, ministack] = await emulatorsOrSkip(this, () =>
      Promise.all([startMoto(), startMinistack()]),
    );
    running.push(moto, ministack, await startMicroburst(moto));
  });
  after(() => Promise.all(running.map((each) => each.stop())));

  it("can be reached from this machine only", async () => {
    for (const { url } of running) {
      const port = Number(new URL(url).port);
      assert.equal(await listens("127.0.0.1", port), true);
      for (const { address } of ADDRESSES) assert.equal(await listens(address, port), false, url);
    }
  });
});

// A stopped server is emptied and kept for the next suite. This shows that its secrets are gone, not that every service is empty.
for (const [name, startEmulator] of Object.entries({
  moto: startMoto,
  ministack: startMinistack,
})) {
  describe(`${name}, after a suite has stopped it`, () => {
    it("is empty for the next suite", async function () {
      const first = await emulatorsOrSkip(this, startEmulator);
      await makeSecret(clientsOf(first), "left-behind", "x");
      assert.equal((await secretsOf(first)).length, 1);
      await first.stop();
      const second = await startEmulator();
      try {
        assert.equal(second.url, first.url, "the server goes on");
        assert.deepEqual(await secretsOf(second), []);
      } finally {
        await second.stop();
      }
    });
  });
}

async function secretsOf(emulator: Emulator): Promise<unknown[]> {
  const { SecretList } = await clientsOf(emulator).secrets.send(new ListSecretsCommand({}));
  return SecretList ?? [];
}
