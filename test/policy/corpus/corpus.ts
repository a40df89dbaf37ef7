import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceToAnalyze } from "../../../offline/analyzer/messages";
import {
  markSecret,
  UNKNOWN_ON_WIRE,
  type WireObject,
  type WireValue,
} from "../../../offline/engine/wire";
import { resource } from "../../support/policy/policyPack";
import { fill } from "./template";
import type { CorpusValues } from "./values";
import { archiveOnWire, textAssetOnWire } from "../../support/policy/assets";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** One case in the form of its data file, where texts are templates. */
export interface CorpusCase {
  /** Unique name: which value is in which place. */
  readonly name: string;
  /** Whether the case has a credential in plaintext. */
  readonly leaks: boolean;
  /** The case's data file, for example `leaks/phone`. */
  readonly topic: string;
  /** The resource's type. The texts of its inputs are templates. */
  readonly type: string;
  readonly resourceName: string;
  readonly inputs: WireObject;
  /** Whether the pack gets it with its outputs at the end of the run: the stack's own outputs, and resources that are only read. */
  readonly asOutputs: boolean;
}

/** Reads every case of the corpus from its data files. */
export function corpus(): CorpusCase[] {
  return ["leaks", "harmless"].flatMap((kind) =>
    readdirSync(join(__dirname, kind))
      .sort()
      .flatMap((file) => {
        const topic = `${kind}/${file.replace(/\.json$/, "")}`;
        const cases: unknown = JSON.parse(readFileSync(join(__dirname, kind, file), "utf8"));
        if (!Array.isArray(cases)) throw new Error(`${topic} holds no list of cases.`);
        return cases.map((entry: unknown) => readCase(entry, topic));
      }),
  );
}

/** The resource of a case as the engine would send it, with the values filled in. */
export function shownResource(each: CorpusCase, values: CorpusValues): ResourceToAnalyze {
  const inputs = rendered(each.inputs, values);
  if (!isWireObject(inputs)) throw new Error(`The inputs of "${each.name}" are no object.`);
  return resource(each.type, inputs, { name: fill(each.resourceName, values) });
}

/**
 * Reads a case. It can give a whole resource (`type`, `inputs`), one container of a task definition (`container`), or only the
 * container's environment variables (`environment`, by name).
 */
function readCase(entry: unknown, topic: string): CorpusCase {
  if (!isWireObject(entry) || typeof entry["name"] !== "string") {
    throw new Error(`${topic} holds a case without a name.`);
  }
  const { name, type, inputs, container, environment, resourceName, asOutputs } = entry;
  const given = inputs ?? taskDefinition(container ?? { environment: pairs(environment) });
  if (!isWireObject(given)) throw new Error(`The inputs of "${name}" are no object.`);
  return {
    name,
    topic,
    leaks: topic.startsWith("leaks"),
    type: typeof type === "string" ? type : TASK_DEFINITION,
    resourceName: typeof resourceName === "string" ? resourceName : "thing",
    inputs: given,
    asOutputs: asOutputs === true,
  };
}

function taskDefinition(container: WireValue): WireObject {
  const settings = isWireObject(container) ? container : {};
  return { containerDefinitions: { $json: [{ name: "app", image: "nginx:1.27", ...settings }] } };
}

function pairs(environment: WireValue | undefined): WireValue {
  if (environment === undefined || !isWireObject(environment)) throw new Error("no environment");
  return Object.entries(environment).map(([name, value]) => ({ name, value }));
}

/** Fills in templates, and replaces `$json`, `$text`, `$archive`, `$secret` and `$unknown` by the values that they describe. */
function rendered(value: WireValue, values: CorpusValues): WireValue {
  if (typeof value === "string") return fill(value, values);
  if (isList(value)) return value.map((item) => rendered(item, values));
  if (!isWireObject(value)) return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [fill(key, values), rendered(item, values)] as const,
  );
  const [[key, content] = ["", null]] = entries;
  return entries.length === 1 ? special(key, content) : Object.fromEntries(entries);
}

function special(key: string, content: WireValue): WireValue {
  switch (key) {
    case "$json":
      return JSON.stringify(content);
    case "$number":
      return Number(content);
    case "$text":
      return typeof content === "string" ? textAssetOnWire(content) : content;
    case "$archive":
      return archiveOnWire(isWireObject(content) ? content : {});
    case "$secret":
      return markSecret(content);
    case "$unknown":
      return UNKNOWN_ON_WIRE;
    default:
      return { [key]: content };
  }
}

function isWireObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}
