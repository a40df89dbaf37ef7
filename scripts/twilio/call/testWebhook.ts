import { outgoingAgent } from "../../network/outgoing";
import { shownUrl } from "../../secret/mask";
import { rotationNote } from "../../secret/secretChecks";
import { credentialsOf } from "../../secret/secretCredentials";
import { Target } from "../../stack/target";
import type { Options } from "../../terminal/options";
import type { Report } from "../../terminal/report";
import { requireHttps } from "../webhookUrl";
import { webhookChecks } from "./webhookChecks";

/** Does with the webhook and its stream what Twilio does with a call. Returns the exit code. */
export async function testWebhook(options: Options, report: Report): Promise<0 | 1> {
  const target = await Target.of(options, ["secret-id", "webhook-url"], report);
  const url = requireHttps(target.required("webhook-url"), "the webhook URL");
  const credentials = await credentialsOf(target, report);
  report.fact("webhook", "webhook", shownUrl(url.href));
  report.progress("Calling the webhook");
  const mediaStreamUrl = target.optional("media-stream-url");
  const agent = await outgoingAgent(process.env);
  report.add(...(await webhookChecks({ url, credentials, mediaStreamUrl, agent })));
  report.add(...rotationNote(credentials));
  return report.verdict(
    "The webhook and its stream answer Twilio, and only Twilio.",
    (failures) => `The webhook fails ${failures === 1 ? "1 check" : `${failures} checks`}.`,
  );
}
