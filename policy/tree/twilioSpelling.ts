/** How people misspell Twilio at the beginning of a name or inside one: `TWILLO_AUTH_TOKEN`, `twlioToken`, `myTwillioSecret`. */
const MISSPELT =
  /(?<![A-Za-z])tw(?:i?illi?o|iilio|ilo|lio|iloi|ililo|iio)(?![a-z])|Tw(?:i?illi?o|iilio|ilo|lio|iloi|ililo|iio)(?![a-z])|(?<![A-Z])TW(?:I?ILLI?O|IILIO|ILO|LIO|ILOI|ILILO|IIO)(?![A-Z])/g;

/** A text with Twilio's name spelled right. A misspelt name holds the same credential. */
export function withTwilioSpelled(text: string): string {
  return text.replace(MISSPELT, (name) => {
    if (name.startsWith("TW")) return "TWILIO";
    return name.startsWith("T") ? "Twilio" : "twilio";
  });
}
