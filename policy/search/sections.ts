import { isPlain, type Declared } from "./declarations";

/** The opening of a section that is called Twilio's: in YAML, in TOML or an INI file, or an object in code. */
const OPENING =
  /^([ \t]*)(?:\[+[\w.-]{0,40}twilio[\w.-]{0,40}\]+|(["']?)[\w.-]{0,40}twilio\2[ \t]{0,4}[:=]?[ \t]{0,4}(\{?))[ \t]*\r?$/gim;

/** A line of a section, with one word or nothing for its value. */
const SETTING =
  /^([ \t]*)(["']?)([A-Za-z][\w.-]{0,60})\2[ \t]{0,20}[:=][ \t]{0,8}(["']?)(<[^<>\n]{1,60}>|[^\s"'`;,(){}<>|&#]{0,200})\4[ \t]{0,8}(,?)[ \t]{0,8}(?:#.{0,200})?\r?$/;

/** Most lines of one section that are read. */
const LONGEST = 40;

/** What the sections of a text that are called Twilio's give to their settings: `twilio:`, then `authToken: x` below it. */
export function sectionDeclarations(text: string): Declared[] {
  return [...text.matchAll(OPENING)].flatMap((opening) => {
    const [line, indent = "", , brace] = opening;
    const end = opening.index + line.length + 1;
    const lines = text.slice(end, end + LONGEST * 200).split("\n", LONGEST);
    const listed = line.trimStart().startsWith("[");
    const last = lines.findIndex((each) => endsSection(each, listed ? undefined : indent.length));
    return lines
      .slice(0, last < 0 ? lines.length : last)
      .flatMap((each) => settingIn(each, brace === "{"))
      .filter(isPlain);
  });
}

/** A section with a name in brackets ends at the next one, any other with the first line that is indented no more. */
function endsSection(line: string, indent: number | undefined): boolean {
  if (line.trim() === "") return false;
  if (indent === undefined) return /^[ \t]*\[/.test(line);
  return (/^[ \t]*/.exec(line)?.[0].length ?? 0) <= indent;
}

function settingIn(line: string, inCode: boolean): Declared[] {
  const [, , , name, quote = "", value = ""] = SETTING.exec(line) ?? [];
  // In code a word without quotes is a name of the program's own.
  if (name === undefined || (inCode && quote === "")) return [];
  return [{ name: `twilio.${name}`, value }];
}
