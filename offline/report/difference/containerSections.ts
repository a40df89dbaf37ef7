import type { ContainerChange } from "../../difference/containerChanges";
import type { ValueChange } from "../../difference/valueChanges";
import type { Display } from "../masking/display";
import { line, signOf, type Line, type Section } from "./line";
import { changeText, oneLine, valueText } from "./valueText";

/** Returns three sections: the containers' settings, their plaintext environment, and where their secrets come from. */
export function containerSections(
  containers: readonly ContainerChange[],
  display: Display,
): Section[] {
  const lines = (part: "environment" | "secrets" | "settings"): Line[] =>
    containers.flatMap((container) => partLines(container, container[part], part, display));
  return [
    { title: "Container settings", lines: lines("settings") },
    { title: "Plaintext environment variables", lines: lines("environment") },
    { title: "Sources of secrets", lines: lines("secrets") },
  ];
}

function partLines(
  { kind, name }: ContainerChange,
  changes: readonly ValueChange[],
  part: "environment" | "secrets" | "settings",
  display: Display,
): Line[] {
  if (changes.length === 0) return [];
  const text = part === "settings" ? valueText : asText;
  const sign = ({ added: "+", changed: "~", removed: "-" } as const)[kind];
  return [
    line(sign, oneLine(name, display)),
    ...changes.map((change) => {
      const values = changeText(change, display, text);
      return line(signOf(change), `${oneLine(change.path, display)}: ${values}`, 1);
    }),
  ];
}

/** Variables and sources are texts: they need no quotes. */
function asText(value: unknown, display: Display): string {
  return typeof value === "string" && value.trim() === value && value !== ""
    ? oneLine(value, display)
    : valueText(value, display);
}
