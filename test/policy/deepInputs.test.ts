import assert from "node:assert/strict";
import { join } from "node:path";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { startPackProcess, type PackProcess } from "../../offline/analyzer/packProcess";
import { wireLevels } from "../../policy/run/wireLevels";

/** A field with bytes, in the wire format of Protocol Buffers. */
function field(number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, ...variableLength(value.length)]), value]);
}

function variableLength(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) + 128, ...variableLength(length >>> 7)];
}

/** A text in the given number of nested lists or objects. It is encoded by hand, because gRPC's client overflows its stack. */
function nested(levels: number, kind: "list" | "object"): Buffer {
  let value = field(3, Buffer.from("text"));
  for (let level = 0; level < levels; level++) {
    value = kind === "list" ? field(6, field(1, value)) : field(5, field(1, entry("k", value)));
  }
  return value;
}

function entry(key: string, value: Buffer): Buffer {
  return Buffer.concat([field(1, Buffer.from(key)), field(2, value)]);
}

/** A request of `Analyze` and `Remediate`, with one resource. `AnalyzeStack` has a list of them. */
function resource(value: Buffer): Buffer {
  return Buffer.concat([
    field(1, Buffer.from("acme:index:Thing")),
    field(2, field(1, entry("value", value))),
    field(3, Buffer.from("urn:pulumi:test::some-program::acme:index:Thing::thing")),
    field(4, Buffer.from("thing")),
    field(5, Buffer.alloc(0)),
  ]);
}

// Shows how the pack treats deep inputs. Proves nothing about programs whose own SDK cannot send so many levels: they stop before the
// pack is called.
describe("inputs that are nested deeply", () => {
  let pack: PackProcess;
  let client: Client;

  // The pack gets a new process, because the call stack of an optimised process holds more levels.
  before(async () => {
    pack = await startPackProcess(join(__dirname, "../../policy"), undefined);
    client = new Client(pack.address, credentials.createInsecure());
  });

  after(() => {
    client.close();
    pack.child.kill();
  });

  /** The error of the pack's answer; `undefined` if there is none. */
  async function errorOf(method: string, request: Buffer): Promise<ServiceError | undefined> {
    return new Promise((resolve) => {
      const same = (bytes: Buffer): Buffer => bytes;
      client.makeUnaryRequest(`/pulumirpc.Analyzer/${method}`, same, same, request, (error) => {
        resolve(error ?? undefined);
      });
    });
  }

  for (const kind of ["list", "object"] as const) {
    it(`are read to 500 levels of one ${kind} in another`, async () => {
      assert.equal(await errorOf("Analyze", resource(nested(490, kind))), undefined);
    });

    it(`stop the run beyond 500 levels of one ${kind} in another, with a message that says what to do`, async () => {
      for (const levels of [510, 990, 1_010, 2_000, 5_000]) {
        const deep = resource(nested(levels, kind));
        const error = await errorOf("Analyze", deep);
        assert.match(error?.details ?? "", /more than 500 levels.*Flatten it/, String(levels));
        const stackError = await errorOf("AnalyzeStack", field(1, deep));
        assert.match(stackError?.details ?? "", /more than 500 levels.*Flatten it/, String(levels));
      }
    });
  }

  it("do not fail a request for remediations, because the check that follows reports them", async () => {
    assert.equal(await errorOf("Remediate", resource(nested(2_000, "list"))), undefined);
  });

  it("do not keep the pack from answering about the next resource", async () => {
    assert.equal(await errorOf("Analyze", resource(nested(1, "list"))), undefined);
  });

  it("have their levels counted on the wire, in a resource, its provider and a stack", () => {
    const deep = resource(nested(7, "list"));
    assert.equal(wireLevels(deep, "resource"), 8);
    assert.equal(wireLevels(field(1, deep), "stack"), 8);
    const provider = field(6, field(2, field(1, entry("value", nested(9, "object")))));
    assert.equal(wireLevels(Buffer.concat([deep, provider]), "resource"), 10);
  });

  it("have no levels inside a text, whatever its bytes are", () => {
    const text = field(3, nested(2_000, "list"));
    assert.equal(wireLevels(resource(text), "resource"), 1);
  });
});
