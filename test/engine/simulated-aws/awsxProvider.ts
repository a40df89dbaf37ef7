import { LifecyclePolicy, Repository } from "@pulumi/aws/ecr";
import * as pulumi from "@pulumi/pulumi";
import type { ConstructResult, Provider } from "@pulumi/pulumi/provider";
import { exampleAccount } from "../../../offline/aws/account";
import { computedOutputs } from "../../../offline/aws/model";
import { isRecord } from "../../../offline/engine/wire";
import type { ControlFolder } from "./faults";

/**
 * The awsx provider's components that the program uses. Their children go to the aws provider through the engine. The image
 * component builds and pushes nothing.
 */
export class SimulatedAwsxProvider implements Provider {
  readonly version = "3.9.0";
  readonly #control: ControlFolder;
  readonly #region: string;

  constructor(control: ControlFolder, region: string) {
    this.#control = control;
    this.#region = region;
  }

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    this.#control.log("construct", "asked", type, name);
    switch (type) {
      case "awsx:ecr:Repository":
        return this.#constructRepository(name, inputs, opts);
      case "awsx:ecr:Image":
        return this.#constructImage(name, inputs, opts);
      default:
        throw new Error(
          `Add ${type} to the simulation in test/engine/simulated-aws/awsxProvider.ts.`,
        );
    }
  }

  #constructRepository(
    name: string,
    inputs: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
  ): ConstructResult {
    const component = new pulumi.ComponentResource("awsx:ecr:Repository", name, {}, opts);
    const repository = new Repository(
      name.toLowerCase(),
      { tags: tagsIn(inputs) },
      { parent: component },
    );
    const policy = JSON.stringify({ rules: [{ rulePriority: 1, action: { type: "expire" } }] });
    new LifecyclePolicy(
      name.toLowerCase(),
      { repository: repository.name, policy },
      { parent: component },
    );
    return { urn: component.urn, state: { url: repository.repositoryUrl } };
  }

  async #constructImage(
    name: string,
    inputs: pulumi.Inputs,
    opts: pulumi.ComponentResourceOptions,
  ): Promise<ConstructResult> {
    const type = "awsx:ecr:Image";
    const component = new pulumi.ComponentResource(type, name, {}, opts);
    if (!pulumi.runtime.isDryRun()) {
      await new Promise((resolve) => setTimeout(resolve, this.#control.faults.slow?.[type] ?? 0));
    }
    const account = exampleAccount(this.#region);
    const imageUri = pulumi
      .output(inputs["repositoryUrl"])
      .apply((repositoryUrl: unknown) =>
        String(
          computedOutputs({ type, name, inputs: { repositoryUrl } }, account).outputs["imageUri"],
        ),
      );
    this.#control.log("construct", "done", type, name);
    return { urn: component.urn, state: { imageUri } };
  }
}

function tagsIn(inputs: pulumi.Inputs): Record<string, string> {
  const tags: unknown = inputs["tags"];
  if (!isRecord(tags)) return {};
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}
