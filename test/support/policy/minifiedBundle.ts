import { randomBytes } from "node:crypto";

/** Parts of minified code: escapes of all kinds, texts that are added up, foreign letters, brackets that nothing closes. */
const PARTS: readonly ((id: string) => string)[] = [
  (id) =>
    `function ${id}(e,t){var n=e.${id}=10,r="\\u00e9\\x41"+"b";return{key:n,value:t[r]||"é"}}`,
  (id) => `var ${id}={token:"a",options:{name:"${id}",headers:{"Content-Type":"text/html"}}};`,
  (id) => `n.${id}=/[({]=\\d+%20/.test("&lt;=3D")?new Error("x "+"y"):{a:[{b:{c:{d:"${id}"}}}]};`,
  (id) => `class ${id} extends e{constructor(t){super(t),this.secret=t.key,this.${id}={[`,
];

/**
 * One line of minified JavaScript of so many characters that names Twilio, with names of its own in each part. Its brackets do not
 * match, as those in regular expressions do not: blocks stand in blocks.
 */
export function minifiedBundle(length: number): string {
  const parts = [
    "const client=twilio(process.env.TWILIO_ACCOUNT_SID,process.env.TWILIO_AUTH_TOKEN);",
  ];
  for (let size = 0; size < length; size += (parts.at(-1) ?? "").length) {
    const part = PARTS[parts.length % PARTS.length];
    parts.push(part === undefined ? "" : part(`k${randomBytes(3).toString("hex")}`));
  }
  return parts.join("").slice(0, length);
}
