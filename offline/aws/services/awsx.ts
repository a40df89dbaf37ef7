import type { ComputedOutputs, Context, ServiceModel } from "../context";

/** Components. Their provider makes the children, so only the outputs of the components are simulated. */
export const awsx: ServiceModel = {
  "awsx:ec2:Vpc": { compute: vpc },
  "awsx:ecr:Repository": {
    compute: (c) => {
      const { accountId, region } = c.account;
      const name = c.text("name", `${c.resource.name}-${c.hex(7)}`);
      return { id: "", outputs: { url: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}` } };
    },
  },
  "awsx:ecr:Image": {
    compute: (c) => ({
      id: "",
      outputs: { imageUri: `${c.text("repositoryUrl")}@sha256:${c.hex(64)}` },
    }),
  },
};

/** Source of the defaults (three zones, one public and one private subnet in each): awsx's schema. */
function vpc(c: Context): ComputedOutputs {
  const { inputs } = c.resource;
  const names = inputs["availabilityZoneNames"];
  const zones = Array.isArray(names)
    ? names.length
    : Number(inputs["numberOfAvailabilityZones"] ?? 3);
  const specs = inputs["subnetSpecs"];
  const types = Array.isArray(specs) ? specs.map(subnetType) : ["Public", "Private"];
  const subnets = (type: string): string[] =>
    types
      .filter((candidate) => candidate === type)
      .flatMap((_, spec) =>
        Array.from(
          { length: zones },
          (__, zone) => `subnet-0${c.hex(16, `${type} ${spec} ${zone}`)}`,
        ),
      );
  return {
    id: "",
    outputs: {
      vpcId: `vpc-0${c.hex(16)}`,
      publicSubnetIds: subnets("Public"),
      privateSubnetIds: subnets("Private"),
      isolatedSubnetIds: subnets("Isolated"),
      routeTables: ["Public", "Private", "Isolated"]
        .flatMap(subnets)
        .map((subnet) => ({ id: routeTableOf(subnet) })),
      vpc: { cidrBlock: c.text("cidrBlock", "10.0.0.0/16") },
    },
  };
}

/** awsx makes a route table for each subnet. */
function routeTableOf(subnetId: string): string {
  return subnetId.replace(/^subnet-/, "rtb-");
}

function subnetType(spec: unknown): unknown {
  return typeof spec === "object" && spec !== null && "type" in spec ? spec.type : undefined;
}
