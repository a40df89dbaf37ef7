import { randomBytes } from "node:crypto";

/** Parts of minified code. They open more brackets than they close, as brackets in regular expressions do. */
const PARTS: readonly ((id: string) => string)[] = [
  (id) => `function ${id}(e,t){var n=e.${id}=t;return{key:n,value:t[n]||"text"}}`,
  (id) => `var ${id}={token:"a",options:{name:"${id}",headers:{accept:"text/html"}}};`,
  (id) => `n.${id}=/[({]=/.test(t)?{a:[{b:{c:{d:"${id}"}}}]}:{secret:t.key};`,
  (id) => `class ${id} extends e{constructor(t){super(t),this.secret=t.key,this.${id}={[`,
];

/** Texts that are rare in a bundle. The policy pack has separate code to read each kind. */
const RARE = ['r="\\u00e9"+"b";', 's="&lt;x&gt;";', 'u="\uff21\uff22";', 'v="a"+"b";'];

/** Number of characters between two rare texts. */
const DISTANCE = 10_000;

/**
 * One line of minified JavaScript of the given length, which names Twilio. Every part has its own variable names. The brackets do
 * not match, so blocks are nested in blocks.
 */
export function minifiedBundle(length: number): string {
  const parts = [
    "const client=twilio(process.env.TWILIO_ACCOUNT_SID,process.env.TWILIO_AUTH_TOKEN);",
  ];
  let rare = 0;
  for (let size = 0; size < length; size += (parts.at(-1) ?? "").length) {
    if (size > rare * DISTANCE) parts.push(RARE[rare++ % RARE.length] ?? "");
    parts.push(PARTS[parts.length % PARTS.length]?.(`k${randomBytes(3).toString("hex")}`) ?? "");
  }
  return parts.join("").slice(0, length);
}
