import { isTreeList, isTreeObject, type Tree, type TreeObject } from "./tree";

/** As many letters and digits as an auth token or an API key secret has. */
const SECRET = /(?<![0-9A-Za-z])[0-9A-Za-z]{32}(?![0-9A-Za-z])/;

/** A SID that signs in, or one that stands for it in an example. */
const SID = /^(?:AC|SK)\w{1,34}$/;

/** Keys of the texts in a list of messages. */
const MESSAGE_KEY = /^(?:text|message|content|body|msg)$/i;

/** Whether a text holds what may be a secret. */
export function mayHoldSecret(text: string): boolean {
  return SECRET.test(text);
}

/**
 * The name of the second of two texts in a list, if it is as long as a secret: the first one where it says Twilio, as in
 * `["twilio_token", "…"]`, and `secret` where the first one is a SID.
 */
export function nameOfSecret(item: Tree, before: Tree | undefined): string | undefined {
  if (typeof item !== "string" || typeof before !== "string") return undefined;
  if (item.length !== 32 || !/^[\w.:/-]{1,80}$/.test(before)) return undefined;
  if (SID.test(before)) return "secret";
  return /twilio/i.test(before) ? before : undefined;
}

/**
 * The lines of a program or a script in a list, one below the other, if one of them says Twilio and another holds what may be a
 * secret. `undefined` for any other list.
 *
 * It puts together the cell of a notebook (`["from twilio.rest import Client", "token = '…'"]`) and the commands of a Systems Manager
 * document. It leaves a list of words alone, such as the command of a container.
 */
export function linesOf(list: readonly Tree[]): string | undefined {
  const lines = aboutTwilio(list);
  const saysMore = (line: string): boolean => /[\s=:(]/.test(line.trim());
  return lines?.filter(mayHoldSecret).every(saysMore) === true ? lines.join("\n") : undefined;
}

/** What people say in a list of messages, as a chat has it. One of them may be nothing but a secret. */
export function messagesOf(key: string, list: readonly Tree[]): string | undefined {
  if (!MESSAGE_KEY.test(key)) return undefined;
  return aboutTwilio(list)
    ?.map((message) => `somebody: ${message}`)
    .join("\n");
}

/** The program and the output of a cell of a notebook, if it says Twilio and has both. */
export function cellOf({ source, outputs }: TreeObject): string | undefined {
  if (!isTreeList(source) || !isTreeList(outputs)) return undefined;
  const printed = outputs.filter(isTreeObject).flatMap(({ text, data }): readonly Tree[] => {
    const shown = isTreeObject(data) ? data["text/plain"] : text;
    return isTreeList(shown) ? shown : [shown ?? null];
  });
  return aboutTwilio([...source, ...printed])?.join("\n");
}

/** The lines of a list, if one of them says Twilio and one holds what may be a secret. */
function aboutTwilio(list: readonly Tree[]): readonly string[] | undefined {
  const lines = list.filter((item) => typeof item === "string");
  if (lines.length < 2 || lines.length !== list.length) return undefined;
  if (!lines.some((line) => /twilio/i.test(line)) || !lines.some(mayHoldSecret)) return undefined;
  return lines.map((line) => line.replace(/\r?\n$/, ""));
}

/** A longer list of short numbers, such as bytes, becomes one text. One leaf for each number would take a hundred times the memory. */
const LONG_LIST = 1024;

/** Whether a list is long and has short numbers only, such as bytes. */
export function isLongListOfBytes(list: readonly Tree[]): boolean {
  return list.length > LONG_LIST && list.every(isShortNumber);
}

/** Whether an item of a list is a number that is too short for a phone number, such as a byte. */
function isShortNumber(item: Tree): boolean {
  return typeof item === "number" && Math.abs(item) < 100_000;
}
