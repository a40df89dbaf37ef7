import { startPhoneLab } from "../support/emulator/phoneLab";
import { DOCUMENTS, shownRuns, writeBlocks } from "../support/scripts/shownRuns";
import { newCredentials } from "../support/twilio/twilioCredentials";

/** Writes the current output of the scripts into the documents. Needs Python and Pulumi's CLI. */
async function record(): Promise<void> {
  const own = newCredentials();
  const lab = await startPhoneLab(own);
  try {
    const { shown } = await shownRuns(lab, own);
    for (const document of DOCUMENTS) writeBlocks(document, shown);
  } finally {
    await lab.stop();
  }
}

void record();
