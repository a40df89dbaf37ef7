import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { resource } from "../../test/support/policy/policyPack";
import { minifiedBundle } from "../../test/support/policy/minifiedBundle";
import { startPack } from "./packRun";
import type { BenchCorpus } from "./cases";

/** Sizes of a text in KiB: four doublings. */
export const TEXT_SIZES = [64, 128, 256, 512, 1024] as const;

/** How often each size is measured. The fastest time counts. */
const ROUNDS = 3;

/** The time and the memory that one kind of text takes. */
export interface TextFigures {
  readonly name: string;
  /** Milliseconds of processor time of the pack, for each of {@link TEXT_SIZES}. */
  readonly milliseconds: readonly number[];
  /** Highest memory of the pack, in MB. */
  readonly megabytes: number;
}

/** A word that makes a text new to the pack, because the pack caches short texts. */
const unique = (): string => randomBytes(8).toString("hex");

/** Repeats a part after a unique beginning. */
const repeated = (part: string) => (length: number) =>
  `${unique()} ${part.repeat(length / part.length)}`;

/** A value that looks like a Twilio auth token. */
const secret = (): string => randomBytes(16).toString("hex");

/** Joins parts, each of them new, up to a length. */
function joined(length: number, part: () => string): string {
  const parts: string[] = [];
  for (let sum = 0; sum < length; sum += parts.at(-1)?.length ?? length) parts.push(part());
  return parts.join("");
}

/** Texts of about the given length for which a careless search takes too much time or memory. */
const TEXTS: Readonly<Record<string, (length: number) => string>> = {
  "list of objects with a key each": (length) =>
    JSON.stringify([
      { id: unique() },
      ...Array.from({ length: length / 18 }, (_, at) => ({ [`k${at}`]: `v${at}` })),
    ]),
  "list of 32-digit digests": (length) =>
    JSON.stringify(Array.from({ length: length / 35 }, secret)),
  "random base64": (length) => randomBytes(length).toString("base64").slice(0, length),
  "zip in base64": (length) => storedZip(length),
  "list of bytes": (length) => JSON.stringify([...randomBytes(length / 4)]),
  "\\u repeated": repeated("\\u"),
  "%25 repeated": repeated("%25"),
  "lines of code": repeated("const client = require('twilio')(id, key); // see the docs\n"),
  "minified JavaScript": minifiedBundle,
  "secrets in base64, after Twilio's name": (length) =>
    `twilio ${joined(length, () => `${Buffer.from(secret()).toString("base64")} `)}`,
  "rows of SQL with a Twilio token each": (length) =>
    joined(length, () => `COPY twilio (id, token) FROM stdin;\n1\t${secret()}\n\\.\n`),
  "brackets in a call of Twilio's": (length) =>
    `${unique()} twilio([\n${"[a][".repeat(length / 4)}`,
  "1,000 levels of lists": (length) =>
    `${"[".repeat(1000)}"${unique()} ${"x ".repeat(length / 2)}"${"]".repeat(1000)}`,
};

/** Time and memory for each kind of text in each size, as one property of a resource. Each kind gets a new pack. */
export async function measureTexts({ config }: BenchCorpus): Promise<TextFigures[]> {
  const figures: TextFigures[] = [];
  for (const [name, text] of Object.entries(TEXTS)) {
    const client = await startPack(config);
    try {
      // The first texts are slower, because the JavaScript engine still compiles the pack.
      for (let round = 0; round < 3; round++) await client.analyze(shown(text(64 * 1024)));
      const milliseconds: number[] = [];
      for (const kibibytes of TEXT_SIZES) {
        const times: number[] = [];
        for (let round = 0; round < ROUNDS; round++) {
          const each = shown(text(kibibytes * 1024));
          const begun = processorTime(client.pid);
          await client.analyze(each);
          times.push(processorTime(client.pid) - begun);
        }
        milliseconds.push(Math.min(...times));
      }
      figures.push({ name, milliseconds, megabytes: peakMemory(client.pid) });
    } finally {
      client.stop();
    }
  }
  return figures;
}

/** The factor by which the time grows when the text doubles, as the mean over all four doublings. */
export function growth({ milliseconds }: TextFigures): number {
  return ((milliseconds.at(-1) ?? 0) / (milliseconds[0] ?? 1)) ** (1 / (milliseconds.length - 1));
}

function shown(text: string) {
  return resource("acme:index:Thing", { text });
}

/** A zip archive, in base64, of one uncompressed file. */
function storedZip(length: number): string {
  const content = randomBytes(Math.floor(length * 0.75) - 31);
  const header = Buffer.alloc(30);
  header.write("PK\u0003\u0004");
  header.writeUInt16LE(1, 26);
  return Buffer.concat([header, Buffer.from("a"), content]).toString("base64");
}

/** Milliseconds of processor time of all threads of a process. Linux counts each thread's time in nanoseconds. */
function processorTime(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
  );
  return threads.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
}

function peakMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1000);
}
