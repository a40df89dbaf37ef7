import { refusalToRepeat } from "../../update/pendingCreations";
import type { CliCommand } from "../cliOptions";
import { diagnoseFailedService } from "./diagnosisStep";
import { noteFailedChanges, offerToRollBack } from "./retryStep";
import type { PulumiRun, Step } from "../run";
import { refuseTakenSecretName } from "./secretNameStep";
import { noteLongestUpdate, noteSettingsGoingBack, noteUncommittedSettings } from "./settingsNotes";
import { refuseWrongTypes } from "./settingsStep";
import {
  noteFargateQuota,
  noteFirstUpdate,
  noteWhatToCall,
  refuseProtected,
  requireBuilder,
} from "./stackSteps";

/** The steps of a run, in order. */
export interface Steps {
  /** Before the CLI starts. A step that throws stops the run. */
  readonly before: readonly Step[];
  /** After the CLI has ended with exit code 0. */
  readonly afterSuccess: readonly Step[];
  /** After the CLI has failed without an interrupt. The exit code stays the CLI's. */
  readonly afterFailure: readonly Step[];
  /** After a second interrupt, at which the CLI breaks off its running steps. */
  readonly afterBreakingOff: readonly Step[];
}

/**
 * The steps of each command. The CLI itself runs the policy pack: `up` stops after its preview if the pack reports a violation.
 */
export const STEPS: Readonly<Record<CliCommand, Steps>> = {
  preview: {
    before: [
      refuseWrongTypes,
      requireBuilder,
      refuseTakenSecretName,
      noteSettingsGoingBack,
      noteFailedChanges,
    ],
    afterSuccess: [],
    afterFailure: [],
    afterBreakingOff: [],
  },
  up: {
    before: [
      refuseWrongTypes,
      requireBuilder,
      refuseToRepeat,
      refuseTakenSecretName,
      noteSettingsGoingBack,
      noteFailedChanges,
      noteFargateQuota,
      noteFirstUpdate,
      noteLongestUpdate,
    ],
    afterSuccess: [noteUncommittedSettings, noteWhatToCall],
    afterFailure: [diagnoseFailedService],
    afterBreakingOff: [offerToRollBack],
  },
  destroy: {
    before: [refuseProtected],
    afterSuccess: [],
    afterFailure: [],
    afterBreakingOff: [],
  },
};

/** Stops an update that would create again what a killed update had begun to create. */
async function refuseToRepeat({ stateBefore, stack }: PulumiRun): Promise<void> {
  const refusal = refusalToRepeat(await stateBefore(), await stack());
  if (refusal !== undefined) throw refusal;
}
