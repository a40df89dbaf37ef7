import { isCredential } from "../infra/credentials/twilioCredentials";
import type { Wishes } from "./rotation/decide";
import { alone } from "./rotation/lock";
import { refuseSecondRotation, sharedAccount } from "./rotation/otherRotations";
import { renewEnvFile } from "./rotation/renewEnvFile";
import { rotate, type Outcome } from "./rotation/run";
import { openRotation, type StackRotation } from "./rotation/stackRotation";
import { showStatus } from "./rotation/status";
import { checkSecret } from "./secret/secretChecks";
import { ScriptInputs } from "./stack/scriptInputs";
import { main, type Command } from "./terminal/command";
import type { Options } from "./terminal/options";
import type { Report } from "./terminal/report";
import { checkFailed, wrongUse } from "./terminal/scriptError";

/** Time between two looks at the tasks, in milliseconds. */
const POLL_MS = 5_000;

const command: Command = {
  name: "rotate-credentials",
  isCredential,
  summary:
    "Replaces the Twilio auth token, the API key or both, without a refused call; a run that was ended is finished by another.",
  options: {
    token: { type: "boolean", description: "replace the auth token" },
    "api-key": { type: "boolean", description: "replace the API key" },
    status: { type: "boolean", description: "show where a rotation stands, and change nothing" },
    "dry-run": { type: "boolean", description: "say what would be done first, and change nothing" },
    undo: {
      type: "boolean",
      description: "take the token's rotation back; until the promotion only",
    },
    "discard-secondary": {
      type: "boolean",
      description: "first delete a secondary auth token that nobody has stored",
    },
    "rest-token": {
      type: "boolean",
      description: "for a service that calls Twilio's API with the auth token: one roll-out more",
    },
    "wait-after-promotion": {
      type: "string",
      value: "SECONDS",
      description: "how long Twilio may still sign with the old token; without it, 60",
    },
    "env-file": {
      type: "string",
      value: "FILE",
      description: "file whose dead token and key are replaced, too; without it, .env",
    },
    yes: { type: "boolean", description: "answer yes to every question" },
  },
  examples: [
    "npm run rotate-credentials -- --stack dev --status",
    "npm run rotate-credentials -- --stack dev --token --api-key",
  ],

  async run(options, report) {
    const wishes = wishesOf(options);
    const settleMs = waitOf(options);
    const rotation = await openRotation(options, report);
    if (options.flag("status") || options.flag("dry-run")) {
      return showStatus(rotation, wishes, report);
    }
    const { name, project } = rotation.stack;
    return alone(`${project}-${name}`, process.env, async () => {
      await prepare(rotation, wishes, options, report);
      const outcome = await rotate(rotation.ports, wishes, { settleMs, pollMs: POLL_MS });
      return finish(rotation, outcome, options, report);
    });
  },
};

/** @throws ScriptError with exit code 2 where options say different things */
function wishesOf(options: Options): Wishes {
  const flag = (name: string): boolean => options.flag(name);
  const against = ["token", "api-key", "rest-token", "discard-secondary"].filter(flag);
  if (flag("undo") && against.length > 0) {
    throw wrongUse(`--undo and --${against[0] ?? ""} say different things`, "give one of them");
  }
  return {
    token: flag("token") || flag("rest-token"),
    apiKey: flag("api-key"),
    undo: flag("undo"),
    restToken: flag("rest-token"),
  };
}

function waitOf(options: Options): number {
  const text = options.text("wait-after-promotion") ?? "60";
  if (!/^\d{1,4}$/.test(text)) {
    throw wrongUse("--wait-after-promotion: expected whole seconds from 0 to 9999", "see --help");
  }
  return Number(text) * 1000;
}

/** What must be settled before the first step. */
async function prepare(
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

/** Leaves no dead credential behind, and checks what the rotation has come to. */
async function finish(
  rotation: StackRotation,
  { steps }: Outcome,
  options: Options,
  report: Report,
): Promise<0 | 1> {
  const { config, ports, session, twilio } = rotation;
  report.data("steps", steps);
  const credentials = await config.credentials();
  const path = options.text("env-file") ?? ".env";
  const renewed = await renewEnvFile(path, credentials, twilio);
  if (renewed === undefined) {
    report.line(
      `note: other copies of the credentials, such as a password manager's, are yours to renew`,
    );
  } else if (renewed.length > 0) report.line(`${path}: ${renewed.join(", ")} replaced`);
  if (steps.length === 0) return report.verdict(nothingDone(options), () => "");
  const inputs = await ScriptInputs.of(options, ["secret-id"], report);
  await checkSecret(session, inputs.required("secret-id"), inputs, report);
  report.progress("Proving that every task accepts the auth token");
  const rollout = await ports.tasks.rollout();
  const tasks = rollout.state === "deployed" ? rollout.tasks : 1;
  await ports.tasks.prove([credentials.TWILIO_AUTH_TOKEN], tasks);
  report.add({
    name: "webhook",
    result: "ok",
    detail: "every task accepts the auth token, and no other",
  });
  if (!(await twilio.keyWorks(credentials.TWILIO_API_SID, credentials.TWILIO_API_SECRET))) {
    throw checkFailed(
      "Twilio does not accept the API key",
      "npm run rotate-credentials -- --api-key",
    );
  }
  return report.verdict(
    "The rotation is finished: the config, Twilio, the secret and every task agree.",
    (failures) => `The rotation is finished, but ${failures} of the checks failed.`,
  );
}

function nothingDone(options: Options): string {
  return options.flag("undo")
    ? "No rotation is under way: nothing to take back."
    : "No rotation is under way. --token or --api-key begins one.";
}

void main(command);
