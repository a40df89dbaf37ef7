import { ARGUMENTS_BEFORE } from "./callsOfTwilio";

/** A module of Twilio's in quotes, as JavaScript, TypeScript and Deno load it. */
const MODULE = String.raw`["'\`](?:npm:)?twilio(?:@[\w.^~-]{1,20})?(?:\/[\w/.-]{0,80})?["'\`]`;
const LOADS = String.raw`(?:=\s{0,4}(?:await\s{1,4})?(?:require|import)\(|from\s{1,4})`;

/** How a program gives a name of its own to Twilio's library, or to something in it. */
const NAMES = [
  // `const sms = require("twilio")`, `import sms from "twilio"`, `import * as sms from "twilio"`
  new RegExp(
    String.raw`\b(?:const|let|var|import)\s{1,4}(?:\*\s{0,4}as\s{1,4})?([\w$]{1,60})(?:\s{0,4}:\s{0,4}\w{1,30})?(?:,\s{0,4}\{[^{}]{0,300}\})?\s{0,4}${LOADS}${MODULE}(?!\)\()`,
    "g",
  ),
  // `import twilio as sms`, `use Twilio\Rest\Client as Sms`, `import com.twilio.Twilio as Sms`
  /\b(?:use|import)[ \t]{1,4}\\?(?:com\.)?twilio[\w\\.:]{0,80}[ \t]{1,4}as[ \t]{1,4}(\w{1,60})/gi,
  // `using Sms = Twilio.TwilioClient;`
  /\busing[ \t]{1,4}(\w{1,60})[ \t]{0,4}=[ \t]{0,4}(?:global::)?Twilio\b/g,
  // `Sms = Twilio::REST::Client`, `const Sms = twilio.Twilio;`
  /(?<![\w$.])([A-Za-z_$][\w$]{0,60})[ \t]{0,4}=[ \t]{0,4}[Tt]wilio(?:(?:\.|::)\w{1,24}){1,4};?[ \t]{0,4}\r?$/gm,
  // `sms "github.com/twilio/twilio-go"`
  /(?:^|import)[ \t]{1,8}(\w{1,60})[ \t]{1,4}"github\.com\/twilio\/twilio-go/gm,
];

/** What a program takes out of Twilio's library, one or several names in a list. */
const LISTS = [
  // `import { Twilio as Sms } from "twilio"`, `const { Twilio: Sms } = require("twilio")`
  new RegExp(String.raw`\{([^{}]{1,300})\}\s{0,4}${LOADS}${MODULE}`, "g"),
  // `from twilio.rest import Client as Sms`
  /\bfrom[ \t]{1,4}twilio(?:\.\w{1,30}){0,4}[ \t]{1,4}import[ \t]{1,4}(?:\(([^()]{1,300})\)|([^()\n#]{1,300}))/g,
  // `use twilio::{Client as Sms}`, `use twilio::Client;`, `import com.twilio.{Twilio => Sms}`
  /\b(?:use[ \t]{1,4}twilio::|import[ \t]{1,4}com\.twilio\.)(?:\{([^{}]{1,300})\}|(\w{1,60});)/g,
];

/** One of a list, perhaps with a name of the program's own behind it. */
const ITEM = /([\w$]{1,60})(?:\s{0,4}(?:\bas\b|:|=>)\s{0,4}([\w$]{1,60}))?$/;

/** A call by a name: `sms(…`, `new Sms.Twilio(…`, `Sms::new(…`. */
const CALL =
  /(?<![\w$.\\])([A-Za-z_$][\w$]{0,60})(?:(?:\.|::)\w{1,24}){0,3}[ \t]?\((?=((?:[^()]|\([^()]{0,80}\)){0,300}))/g;

/**
 * The names by which a program calls Twilio's library. It finds `sms` in `const sms = require("twilio")`, and nothing in
 * `const client = require("twilio")(sid, token)`.
 */
export function libraryNames(text: string): ReadonlySet<string> {
  if (!/\b(?:require|import|use|using)\b|=[ \t]{0,4}Twilio::/.test(text)) return new Set();
  const names = NAMES.flatMap((pattern) => [...text.matchAll(pattern)]).map(([, name]) => name);
  const listed = LISTS.flatMap((pattern) => [...text.matchAll(pattern)])
    .flatMap(([, inBrackets, others = ""]) => (inBrackets ?? others).split(","))
    .map((item) => ITEM.exec(item.trim()))
    .map((item) => item?.[2] ?? item?.[1]);
  return new Set([...names, ...listed].filter((name) => name !== undefined));
}

/** The arguments of every call that a program makes by one of these names. */
export function argumentsOfCalls(text: string, names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  return [...text.matchAll(CALL)].flatMap(([, name = "", given = ""]) =>
    names.has(name) ? [given] : [],
  );
}

/** Whether a text ends among the arguments of a call by one of these names: `sms(sid, "`. */
export function endsInCall(before: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0 || !/["'`]$/.test(before)) return false;
  return [...before.matchAll(CALL)].some((call) => {
    const [whole, name = ""] = call;
    return names.has(name) && ARGUMENTS_BEFORE.test(before.slice(call.index + whole.length));
  });
}
