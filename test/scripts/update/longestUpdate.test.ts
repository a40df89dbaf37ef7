import assert from "node:assert/strict";
import { resolve } from "node:path";
import { longestUpdateNote } from "../../../scripts/update/longestUpdate";
import { readStackSettings } from "../../../scripts/stack/stackSettings";
import { callTimeouts } from "../../../infra/service/callTimeouts";

const ROOT = resolve(__dirname, "../../..");

// Compares the note with the timeouts that the program sets. Does not show how long AWS takes.
describe("How long an update may take", () => {
  it("is computed from the stack's settings, like the service's timeouts", () => {
    for (const [stack, minutes, deployment, callHandover] of [
      ["dev", 5, "rolling", true],
      ["prod", 120, "blue-green", false],
    ] as const) {
      const settings = readStackSettings(ROOT, stack);
      assert.ok(settings !== undefined);
      const { updateTimeoutMinutes } = callTimeouts(minutes, { deployment, callHandover });
      const note = longestUpdateNote(settings) ?? "";
      assert.match(
        note,
        new RegExp(
          `may take up to ${updateTimeoutMinutes} minutes: .* ${callHandover ? "handed" : `${minutes} min`}`,
        ),
      );
      assert.equal(note.includes("roll back to them"), deployment === "blue-green");
    }
  });

  it("is not shown if the settings are wrong", () => {
    const none = { project: "p", config: {}, hasEnvironments: false, value: () => undefined };
    assert.equal(longestUpdateNote({ ...none, text: () => undefined }), undefined);
    assert.equal(
      longestUpdateNote({ ...none, text: (key) => (key === "deployment" ? "rolling" : "abc") }),
      undefined,
    );
  });
});
