import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { emulatorsOrSkip } from "../support/emulator/awsLab";
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

/** Whether anything listens there. */
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

  it("can be reached from this machine alone", async () => {
    for (const { url } of running) {
      const port = Number(new URL(url).port);
      assert.equal(await listens("127.0.0.1", port), true);
      for (const { address } of ADDRESSES) assert.equal(await listens(address, port), false, url);
    }
  });
});
