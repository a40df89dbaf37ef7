import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { wrongUse } from "../terminal/scriptError";
import type { Wishes } from "./decide";
import { refuseSecondRotation, sharedAccount } from "./stack/otherRotations";
import type { StackRotation } from "./stack/stackRotation";

/** What must be settled before the first step. */
export async function prepare(
  rotation: StackRotation,
  { token }: Wishes,
  options: Options,
  report: Report,
): Promise<void> {
  const { ports, twilio } = rotation;
  const config = await ports.config.read();
  await refuseSecondRotation(rotation, config);
  if (options.flag("discard-secondary")) {
    if (config.next !== undefined) {
      throw wrongUse(
        "the config holds the secondary auth token: it is not lost",
        "--undo discards it",
      );
    }
    await ports.confirm("A secondary auth token that somebody else has made is deleted, too.");
    const wasThere = await twilio.deleteSecondary(config.main);
    report.line(
      wasThere ? "The secondary auth token is deleted." : "There was no secondary auth token.",
    );
  }
  if (!token || config.next !== undefined) return;
  const { same, unknown } = await sharedAccount(rotation);
  if (unknown.length > 0)
    report.line(`note: the config of ${unknown.join(", ")} cannot be compared`);
  if (same.length === 0) return;
  await ports.confirm(
    `${same.join(", ")} uses the same Twilio account: the promotion stops its calls until it has the new token. A sub-account for each stack parts them.`,
  );
}
