import { styleText } from "node:util";

/** The styles of the report. */
export type Style = "bold" | "dim" | "green" | "red" | "yellow" | "cyan";

/** Styles a text, or leaves it as it is where there is no terminal. */
export type Paint = (style: Style, text: string) => string;

/** Colours on a terminal only, and none with NO_COLOR. */
export function painter(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const coloured = stream.isTTY === true && (env["NO_COLOR"] ?? "") === "";
  return (style, text) => (coloured ? styleText(style, text) : text);
}
