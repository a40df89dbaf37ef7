import type {
  ReadResourceRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Goal } from "./goal";
import { withoutOutputValues } from "./outputValues";
import { urnOf } from "./urn";

/** The properties of a message, as the engine keeps them. */
export function properties(message: Struct | undefined): Record<string, unknown> {
  return withoutOutputValues(message?.toJavaScript() ?? {});
}

/** The message that carries the properties. */
export function struct(values: Readonly<Record<string, unknown>>): Struct {
  const defined = Object.entries(values).filter(([, value]) => value !== undefined);
  return Struct.fromJavaScript(
    Object.fromEntries(defined.map(([key, value]) => [key, value ?? null])),
  );
}

/** What a registration asks for. */
export function goalOfRegistration(request: RegisterResourceRequest): Goal {
  const timeouts = request.getCustomtimeouts();
  const packageName = request.getType().split(":")[0] ?? "";
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs: properties(request.getObject()),
    provider: request.getProvider() || (request.getProvidersMap().get(packageName) ?? ""),
    version: request.getVersion(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([key, dependencies]) => [
        key,
        dependencies.getUrnsList(),
      ]),
    ),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList(),
    formerUrns: request.getAliasesList().map((alias) => formerUrn(request, alias)),
    protect: request.getProtect() === true,
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    timeouts: {
      create: timeouts?.getCreate() ?? "",
      update: timeouts?.getUpdate() ?? "",
      delete: timeouts?.getDelete() ?? "",
    },
  };
}

/** The URN that an alias describes. Parts that the alias leaves out are taken from the resource. */
function formerUrn(request: RegisterResourceRequest, alias: Alias): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const [, , ownStack = "", ownProject = ""] = request.getParent().split(/:+/);
  const stack = spec.getStack() || ownStack;
  const project = spec.getProject() || ownProject;
  const parent = spec.getNoparent() ? "" : spec.getParenturn() || request.getParent();
  const type = spec.getType() || request.getType();
  return urnOf({ project, stack }, type, spec.getName() || request.getName(), parent);
}

/** What a look-up of an existing resource (`Resource.get`) asks for. */
export function goalOfRead(request: ReadResourceRequest): Goal {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    custom: true,
    remote: false,
    inputs: properties(request.getProperties()),
    provider: request.getProvider(),
    version: request.getVersion(),
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [],
    protect: false,
    ignoreChanges: [],
    deleteBeforeReplace: undefined,
    timeouts: { create: "", update: "", delete: "" },
    readId: request.getId(),
  };
}
