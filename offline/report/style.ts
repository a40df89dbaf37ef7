import { styleText } from "node:util";

/** The styles of the report. */
export type Style = "bold" | "dim" | "green" | "red" | "yellow" | "cyan";

/** Styles a text; without a terminal it leaves the text as it is. */
export type Paint = (style: Style, text: string) => string;

/** Returns a painter that uses colours on a terminal only, and none if NO_COLOR is set. */
export function painter(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const coloured = stream.isTTY === true && (env["NO_COLOR"] ?? "") === "";
  return (style, text) => (coloured ? styleText(style, text) : text);
}
