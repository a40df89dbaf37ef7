import { shownUrl } from "../secret/masking/mask";

/** A number's URL settings, each with the HTTP method that Twilio uses for it. */
const SETTINGS = [
  { label: "voice", url: "voiceUrl", method: "voiceMethod" },
  { label: "fallback", url: "voiceFallbackUrl", method: "voiceFallbackMethod" },
  { label: "callback", url: "statusCallback", method: "statusCallbackMethod" },
] as const;

type UrlName = (typeof SETTINGS)[number]["url"];
type MethodName = (typeof SETTINGS)[number]["method"];

/** How a number answers calls; "" for a setting that is not set. */
export type VoiceSettings = Readonly<Record<UrlName | MethodName, string>>;

/** Names of the settings. */
export const SETTING_NAMES = SETTINGS.flatMap(({ url, method }) => [url, method]);

/** Whether the settings that both sides have are equal. URLs are compared in their normal form. */
export function same(one: Partial<VoiceSettings>, other: Partial<VoiceSettings>): boolean {
  return SETTING_NAMES.every((name) => {
    const [first, second] = [one[name], other[name]];
    return first === undefined || second === undefined || normal(first) === normal(second);
  });
}

/** A URL in the normal form, which Twilio uses too: the host in lower case, and without port 443. */
function normal(text: string): string {
  return URL.canParse(text) ? new URL(text).href : text;
}

/** The settings for display and for JSON, by label: the method, and the URL without its secret parts. */
export function shownSettings(settings: VoiceSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    SETTINGS.map(({ label, url, method }) => [
      label,
      `${settings[method]} ${shownUrl(settings[url])}`,
    ]),
  );
}

/** Takes the settings from an answer of Twilio's client, which has null for a setting that is not set. */
export function voiceSettings(
  answer: Readonly<Record<keyof VoiceSettings, unknown>>,
): VoiceSettings {
  const text = (name: keyof VoiceSettings): string => {
    const value = answer[name];
    return typeof value === "string" ? value : "";
  };
  return {
    voiceUrl: text("voiceUrl"),
    voiceMethod: text("voiceMethod"),
    voiceFallbackUrl: text("voiceFallbackUrl"),
    voiceFallbackMethod: text("voiceFallbackMethod"),
    statusCallback: text("statusCallback"),
    statusCallbackMethod: text("statusCallbackMethod"),
  };
}
