import { shownUrl } from "../secret/masking/mask";

/** The settings of a number that have a URL, each with the method that Twilio calls it with. */
const SETTINGS = [
  { label: "voice", url: "voiceUrl", method: "voiceMethod" },
  { label: "fallback", url: "voiceFallbackUrl", method: "voiceFallbackMethod" },
  { label: "callback", url: "statusCallback", method: "statusCallbackMethod" },
] as const;

type UrlName = (typeof SETTINGS)[number]["url"];
type MethodName = (typeof SETTINGS)[number]["method"];

/** How a number answers calls; "" where nothing is set. */
export type VoiceSettings = Readonly<Record<UrlName | MethodName, string>>;

/** Names of the settings. */
export const SETTING_NAMES = SETTINGS.flatMap(({ url, method }) => [url, method]);

/** Whether two sets of settings are the same for every setting that both have; a URL counts as Twilio writes it. */
export function same(one: Partial<VoiceSettings>, other: Partial<VoiceSettings>): boolean {
  return SETTING_NAMES.every((name) => {
    const [first, second] = [one[name], other[name]];
    return first === undefined || second === undefined || normal(first) === normal(second);
  });
}

/** Twilio writes a host in lower case and leaves out port 443, as every URL library does. */
function normal(text: string): string {
  return URL.canParse(text) ? new URL(text).href : text;
}

/** The settings for a person and for JSON, by label: the method and the URL, without what may be secret in it. */
export function shownSettings(settings: VoiceSettings): Readonly<Record<string, string>> {
  return Object.fromEntries(
    SETTINGS.map(({ label, url, method }) => [
      label,
      `${settings[method]} ${shownUrl(settings[url])}`,
    ]),
  );
}

/** Takes the settings out of an answer of Twilio's client, which has null where nothing is set. */
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
