/** Fewest different characters of a random value: 32 random hexadecimal digits have fewer once in 10^8. */
const FEWEST_CHARACTERS = 8;

/** A word that is repeated, as in values that people make up for tests: `fakesecretfakesecretfakesecret00`. */
const REPEATED = /^(.{5,16})\1/;

/**
 * Whether a text looks random: neither a placeholder (`00000000`, `01234567`, `xxxxxxxx`) nor words.
 * Meant for texts of 16 letters and digits or more.
 */
export function looksRandom(text: string): boolean {
  if (!isVaried(text.toLowerCase())) return false;
  if (steps(text) >= text.length / 2 || REPEATED.test(text)) return false;
  if (/\d/.test(text)) return true;
  const capitals = text.replace(/[^A-Z]/g, "").length;
  return capitals >= text.length / 4 && capitals <= (text.length * 3) / 4;
}

/** Whether a text has enough different characters. A random one shows it in its first dozen, so this ends early. */
function isVaried(text: string): boolean {
  let different = 0;
  for (let i = 0; i < text.length && different < FEWEST_CHARACTERS; i++) {
    if (text.indexOf(text.charAt(i)) === i) different++;
  }
  return different === FEWEST_CHARACTERS;
}

/** Whether digits are made up: most of them repeat the one before or count on, as in `+12223334444` and `+15551234567`. */
export function isCounted(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  return steps(digits) >= (digits.length - 1) * 0.75;
}

/** How many characters follow the one before them in the alphabet or in counting. */
function steps(text: string): number {
  let count = 0;
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    if (step === 1 || step === 0) count++;
  }
  return count;
}
