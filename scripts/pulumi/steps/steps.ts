import { refusalToRepeat } from "../../update/pendingCreations";
import type { CliCommand } from "../cliOptions";
import { diagnoseFailedService } from "./diagnosisStep";
import { noteFailedChanges, offerToGoBack } from "./retryStep";
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

/** Steps of a run, in the order in which they are done. */
export interface Steps {
  /** Before the CLI starts, and so before anything is judged. A step that throws stops the run. */
  readonly before: readonly Step[];
  /** After the CLI has ended with exit code 0. */
  readonly afterSuccess: readonly Step[];
  /** After the CLI has failed, not after an interrupt. The exit code stays the CLI's. */
  readonly afterFailure: readonly Step[];
  /** After a second interrupt, which makes the CLI break off in the middle of its steps. */
  readonly afterBreakingOff: readonly Step[];
}

/** The steps of each command. Judging and updating are the CLI's: `up` previews with the pack and stops there if it objects. */
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
    afterBreakingOff: [offerToGoBack],
  },
  destroy: {
    before: [refuseProtected],
    afterSuccess: [],
    afterFailure: [],
    afterBreakingOff: [],
  },
};

/** Stops an update that would make a second time what a killed one began. */
async function refuseToRepeat({ stateBefore, stack }: PulumiRun): Promise<void> {
  const refusal = refusalToRepeat(await stateBefore(), await stack());
  if (refusal !== undefined) throw refusal;
}
