import type { CheckResult, DiffResult, Provider } from "@pulumi/pulumi/provider";
import { isDeepStrictEqual } from "node:util";
import { type Account, exampleAccount } from "../../../offline/aws/account";
import { answerInvoke, checkedInputs, computedOutputs } from "../../../offline/aws/model";
import { replacingProperties } from "../../../offline/aws/replacements";
import { unwrapSecrets } from "../../../offline/engine/wire";
import { SimulatedAccount, type Thing } from "./account";
import { InitializationError, keepsGivenName, refusalOf, stateOf } from "./bridge";
import { forever, milliseconds, type ControlFolder } from "./faults";
import { ownerOf, parseUrn } from "./identifiers";
import { becomeReady, checkCreate, checkDelete, checkUpdate, deleteVersions } from "./rules";

type Properties = Readonly<Record<string, unknown>>;

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * The AWS provider for a simulated account. Like the real one, it generates physical names, says which changes replace a resource, keeps
 * the marks of secrets and waits until AWS is ready. Unlike the real one, it does not check inputs against the provider's schema, and in
 * a preview every computed output of a changed resource is unknown, even an output that cannot change.
 */
export class SimulatedAwsProvider implements Provider {
  readonly version = "7.48.0";
  readonly #aws: Account;
  readonly #account: SimulatedAccount;
  readonly #control: ControlFolder;

  constructor(control: ControlFolder, region: string) {
    this.#aws = exampleAccount(region);
    this.#account = new SimulatedAccount(control.path);
    this.#control = control;
  }

  check(urn: string, olds: Properties, news: Properties): Promise<CheckResult> {
    const { name, type } = parseUrn(urn);
    const salt = this.#nextSalt(urn);
    const checked = checkedInputs({ type, name, inputs: news, salt }, this.#aws);
    // A physical name stays once it is generated.
    const inputs = Object.entries(checked).map(
      ([key, value]) => [key, key in news ? value : (olds[key] ?? value)] as const,
    );
    return Promise.resolve({ inputs: Object.fromEntries(inputs) });
  }

  diff(_id: string, urn: string, olds: Properties, news: Properties): Promise<DiffResult> {
    const { name, type } = parseUrn(urn);
    const [before, after] = [unwrapSecrets(olds), unwrapSecrets(news)];
    const changed = this.#changed(urn, before, after);
    const replaces = replacingProperties(type, changed);
    if (replaces === undefined) throw new Error(`Add ${type} to offline/aws/replacements.ts.`);
    return Promise.resolve({
      changes: changed.length > 0,
      replaces,
      deleteBeforeReplace: replaces.length > 0 && keepsGivenName(type, name, before, after),
    });
  }

  async create(urn: string, inputs: Properties) {
    const { name, type } = parseUrn(urn);
    const { hang, refuse, slow, slowOtherwise = 0 } = this.#control.faults;
    this.#control.log("create", "asked", type, name);
    if (hang?.[type] === "before") await forever();
    if (refuse?.[type] !== undefined) throw new Error(refuse[type]);
    const thing = this.#make(urn, inputs);
    checkCreate(this.#account, thing);
    this.#account.add(thing);
    this.#control.log("create", "accepted", type, name);
    const reason = this.#unready(thing);
    if (reason !== undefined) {
      this.#account.replace(thing, { ...thing, neverReady: true });
      throw new InitializationError(thing.id, stateOf(thing, inputs), reason);
    }
    if (hang?.[type] === "after") await forever();
    await milliseconds(slow?.[type] ?? slowOtherwise);
    this.#control.log("create", "done", type, name);
    return { id: thing.id, outs: stateOf(thing, inputs) };
  }

  read(id: string, urn: string, props: Properties) {
    const { name, type } = parseUrn(urn);
    this.#control.log("read", "done", type, name);
    const thing = this.#account.find(type, id, props["revision"]);
    if (thing === undefined) return Promise.resolve({ id: "", props: {} });
    const state = stateOf(thing, props);
    const inputs = Object.keys(thing.inputs).map((key) => [key, state[key]] as const);
    return Promise.resolve({ id, props: state, inputs: Object.fromEntries(inputs) });
  }

  update(id: string, urn: string, olds: Properties, news: Properties) {
    const { name, type } = parseUrn(urn);
    const after = unwrapSecrets(news);
    const changed = this.#changed(urn, unwrapSecrets(olds), after);
    // The bridge sends AWS no request if nothing differs from the state, whatever AWS has.
    if (changed.length === 0) return Promise.resolve({ outs: { ...olds } });
    this.#control.log("update", "asked", type, name);
    const old = this.#account.find(type, id, olds["revision"]);
    if (old === undefined) throw new Error(`ResourceNotFoundException: no ${type} ${id}`);
    const computed = (inputs: Properties) => {
      const { outputs } = computedOutputs(
        { type, name, inputs, salt: old.salt },
        ownerOf(id, this.#aws),
      );
      return { ...old, inputs, outputs: { ...outputs, ...revisionOf(old) } };
    };
    const planned = stateOf(computed(after), news);
    // The provider sends AWS only the changed properties. AWS keeps the others.
    const sent = changed.map((key) => [key, after[key]] as const);
    const kept = Object.entries(old.inputs).filter(([key]) => !changed.includes(key));
    const inputs = [...kept, ...sent.filter(([, value]) => value !== undefined)];
    const thing = { ...computed(Object.fromEntries(inputs)), neverReady: false };
    const reason = refusalOf(() => {
      this.#refuse(type);
      checkUpdate(this.#account, thing);
    });
    if (reason !== undefined) throw new InitializationError(id, planned, reason);
    this.#account.replace(old, thing);
    this.#control.log("update", "accepted", type, name);
    const unready = this.#unready(thing);
    if (unready !== undefined) {
      // ECS rolls back to the last successful deployment, if there is one.
      this.#account.replace(thing, old.neverReady ? { ...thing, neverReady: true } : old);
      throw new InitializationError(id, planned, unready);
    }
    this.#control.log("update", "done", type, name);
    // The answer shows no changes that others made in AWS: a refresh finds them. The bridge does not compare properties that the program
    // ignores, but a provider in Node.js does not learn which these are.
    return Promise.resolve({ outs: planned });
  }

  delete(id: string, urn: string, props: Properties): Promise<void> {
    const { name, type } = parseUrn(urn);
    this.#control.log("delete", "asked", type, name);
    this.#refuse(type);
    const thing = this.#account.find(type, id, props["revision"]);
    if (thing === undefined) return Promise.resolve();
    checkDelete(this.#account, thing);
    this.#account.remove(thing);
    if (type === "aws:secretsmanager/secret:Secret") deleteVersions(this.#account, thing);
    this.#control.log("delete", "done", type, name);
    return Promise.resolve();
  }

  invoke(token: string, args: Properties) {
    this.#control.log("invoke", "done", token, "");
    return Promise.resolve({ outputs: answerInvoke(token, args, this.#aws) });
  }

  /** The properties that differ between the state and the new inputs. */
  #changed(urn: string, before: Properties, after: Properties): string[] {
    const { name, type } = parseUrn(urn);
    const computed = computedOutputs({ type, name, inputs: before }, this.#aws).outputs;
    const inputKeys = Object.keys(before).filter((key) => !(key in computed) || key in after);
    return [...new Set([...inputKeys, ...Object.keys(after)])].filter(
      (key) => !isDeepStrictEqual(before[key], after[key]),
    );
  }

  /** The reason why a thing that AWS has accepted does not become ready, or undefined if it does. */
  #unready(thing: Thing): string | undefined {
    const fault = this.#control.faults.unready?.[thing.type];
    return (
      fault ??
      refusalOf(() => {
        becomeReady(this.#account, thing);
      })
    );
  }

  #make(urn: string, marked: Properties): Thing {
    const { name, type } = parseUrn(urn);
    const [inputs, salt] = [unwrapSecrets(marked), this.#nextSalt(urn)];
    const { id, outputs } = computedOutputs({ type, name, inputs, salt }, this.#aws);
    const thing = { type, id, urn, salt, inputs, outputs };
    if (type !== TASK_DEFINITION) return thing;
    const { revisions } = this.#account.read();
    const revision = (revisions[id] ?? 0) + 1;
    this.#account.write({ revisions: { ...revisions, [id]: revision } });
    const arn = `${String(outputs["arnWithoutRevision"])}:${revision}`;
    return { ...thing, outputs: { ...outputs, arn, revision } };
  }

  #nextSalt(urn: string): string {
    return `${urn}#${this.#account.read().made[urn] ?? 0}`;
  }

  #refuse(type: string): void {
    const refusal = this.#control.faults.refuse?.[type];
    if (refusal !== undefined) throw new Error(refusal);
  }
}

function revisionOf({ outputs: { arn, revision } }: Thing): Properties {
  return revision === undefined ? {} : { arn, revision };
}
