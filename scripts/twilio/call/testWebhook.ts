import { openAwsSession } from "../../aws/session";
import { outgoingAgent } from "../../network/outgoing";
import { shownUrl } from "../../secret/masking/mask";
import { rotationNote } from "../../secret/secretChecks";
import { credentialsOf } from "../../secret/secretCredentials";
import { watchFirst } from "../../ecs/service/watchDeployment";
import { ScriptInputs, SERVICE_OPTIONS } from "../../stack/scriptInputs";
import type { Options } from "../../terminal/options";
import type { Report } from "../../terminal/report";
import { requireHttps } from "../webhookUrl";
import { webhookChecks } from "./webhookChecks";

/** Calls the webhook and opens its stream as Twilio does for a call. Returns the exit code. */
export async function testWebhook(options: Options, report: Report): Promise<0 | 1> {
  const watch = options.flag("watch");
  const needed = ["secret-id", "webhook-url", ...(watch ? SERVICE_OPTIONS : [])] as const;
  const inputs = await ScriptInputs.of(options, needed, report);
  const url = requireHttps(inputs.required("webhook-url"), "the webhook URL");
  report.progress("Asking AWS who is calling");
  const session = await openAwsSession(inputs.region(), report);
  if (watch) await watchFirst(session, inputs, report);
  const credentials = await credentialsOf(session, inputs, report);
  report.fact("webhook", "webhook", shownUrl(url.href));
  report.progress("Calling the webhook");
  const mediaStreamUrl = inputs.optional("media-stream-url");
  const agent = await outgoingAgent(process.env);
  report.add(...(await webhookChecks({ url, credentials, mediaStreamUrl, agent })));
  report.add(...rotationNote(credentials));
  return report.verdict(
    "The webhook and its stream answer Twilio, and only Twilio.",
    (failures) => `The webhook fails ${failures === 1 ? "1 check" : `${failures} checks`}.`,
  );
}
