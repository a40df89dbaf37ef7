import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  PolicyConfig,
  type AnalyzeDiagnostic,
  type Remediation as RemediationMessage,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { WireObject } from "../engine/wire";
import { levelNumber, levelOf, severityOf, type Level, type Severity } from "./levels";

/** A resource as the engine shows it to a policy pack. */
export interface ResourceToAnalyze {
  /** Type token, for example `aws:ecs/taskDefinition:TaskDefinition`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Inputs for `analyze`, outputs for `analyzeStack`, as on the wire. */
  readonly properties: WireObject;
  /** URN of the parent. */
  readonly parent?: string;
  /** The resource options that the engine shows to a pack. */
  readonly options?: {
    readonly additionalSecretOutputs?: readonly string[];
    readonly ignoreChanges?: readonly string[];
    readonly protect?: boolean;
  };
  /** URNs that the resource was known by before. */
  readonly aliases?: readonly string[];
  /** URNs of the resources that this one depends on; read by `analyzeStack` alone. */
  readonly dependencies?: readonly string[];
  /** The same for each property; read by `analyzeStack` alone. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** The provider that manages the resource. */
  readonly provider?: Pick<ResourceToAnalyze, "type" | "name" | "urn" | "properties">;
}

/** Level and settings of one rule, or of `all` rules. */
export interface RuleConfig {
  readonly enforcementLevel: Level;
  readonly properties?: WireObject;
}

/** A rule's verdict on one resource, or on the whole stack if it has no URN. */
export interface Violation {
  readonly policy: string;
  readonly level: Level;
  readonly severity: Severity | undefined;
  /** The rule's description, and its message about this case. */
  readonly message: string;
  /** The resource that the rule names. If it names none, the engine takes the analyzed resource. */
  readonly urn: string | undefined;
}

/** A rule's change of one resource's inputs, or the reason why the rule could not run. */
export interface Remediation {
  readonly policy: string;
  /** All inputs after the change, as on the wire; undefined when there is a diagnostic. */
  readonly properties: Readonly<Record<string, unknown>> | undefined;
  /** "" when the rule ran. */
  readonly diagnostic: string;
}

/** The request that shows one resource's inputs, before it is created or changed. */
export function analyzeRequest(resource: ResourceToAnalyze): AnalyzeRequest {
  const request = new AnalyzeRequest()
    .setType(resource.type)
    .setName(resource.name)
    .setUrn(resource.urn)
    .setProperties(toStruct(resource.properties))
    .setOptions(resourceOptions(resource));
  return resource.provider === undefined
    ? request
    : request.setProvider(provider(resource.provider));
}

/** The request that shows the outputs of all resources. */
export function analyzeStackRequest(resources: readonly ResourceToAnalyze[]): AnalyzeStackRequest {
  return new AnalyzeStackRequest().setResourcesList(resources.map(stackResource));
}

function stackResource(resource: ResourceToAnalyze): AnalyzerResource {
  const message = new AnalyzerResource()
    .setType(resource.type)
    .setName(resource.name)
    .setUrn(resource.urn)
    .setProperties(toStruct(resource.properties))
    .setOptions(resourceOptions(resource))
    .setParent(resource.parent ?? "")
    .setDependenciesList([...(resource.dependencies ?? [])]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
    const dependencies = new AnalyzerPropertyDependencies().setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return resource.provider === undefined
    ? message
    : message.setProvider(provider(resource.provider));
}

/** The request that sets rules' levels and settings. */
export function configureRequest(
  rules: Readonly<Record<string, RuleConfig>>,
): ConfigureAnalyzerRequest {
  const request = new ConfigureAnalyzerRequest();
  for (const [policy, { enforcementLevel, properties }] of Object.entries(rules)) {
    const config = new PolicyConfig()
      .setEnforcementlevel(levelNumber(enforcementLevel))
      .setProperties(toStruct(properties ?? {}));
    request.getPolicyconfigMap().set(policy, config);
  }
  return request;
}

/** Reads a verdict. */
export function violationOf(diagnostic: AnalyzeDiagnostic): Violation {
  const urn = diagnostic.getUrn();
  return {
    policy: diagnostic.getPolicyname(),
    level: levelOf(diagnostic.getEnforcementlevel()),
    severity: severityOf(diagnostic.getSeverity()),
    message: diagnostic.getMessage(),
    urn: urn === "" ? undefined : urn,
  };
}

/** Reads a rule's change. */
export function remediationOf(message: RemediationMessage): Remediation {
  return {
    policy: message.getPolicyname(),
    properties: message.getProperties()?.toJavaScript(),
    diagnostic: message.getDiagnostic(),
  };
}

function resourceOptions(resource: ResourceToAnalyze): AnalyzerResourceOptions {
  const {
    additionalSecretOutputs = [],
    ignoreChanges = [],
    protect = false,
  } = resource.options ?? {};
  return new AnalyzerResourceOptions()
    .setAdditionalsecretoutputsList([...additionalSecretOutputs])
    .setIgnorechangesList([...ignoreChanges])
    .setProtect(protect)
    .setAliasesList([...(resource.aliases ?? [])])
    .setParent(resource.parent ?? "");
}

function provider(
  resource: Pick<ResourceToAnalyze, "type" | "name" | "urn" | "properties">,
): AnalyzerProviderResource {
  return new AnalyzerProviderResource()
    .setType(resource.type)
    .setName(resource.name)
    .setUrn(resource.urn)
    .setProperties(toStruct(resource.properties));
}

/** Packs property values into the message that carries them. */
function toStruct(properties: WireObject): Struct {
  return Struct.fromJavaScript({ ...properties });
}
