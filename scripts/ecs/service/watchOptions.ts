import type { OptionSpecs } from "../../terminal/options";

/** The options of scripts that can first wait for a deployment. */
export const WATCH_OPTIONS = {
  watch: {
    type: "boolean",
    description: "first follow the service's deployment to its end",
  },
  cluster: { type: "string", value: "NAME", description: "ECS cluster, instead of the stack's" },
  service: { type: "string", value: "NAME", description: "ECS service, instead of the stack's" },
} as const satisfies OptionSpecs;
