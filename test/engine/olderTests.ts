import { isOlder } from './olderCore';

// Tests of what an older n8n cannot do; `npm run test:oldest` leaves them out.

/** For files that stand in the JSON of an item: an older n8n does not keep them there. */
export const itWithFilesInJson = isOlder ? it.skip : it;

/** For questions: an older n8n signs no links to an execution that waits. test/oldest has what it says instead. */
export const itWithWaiting = isOlder ? it.skip : it;

/** For the error output: before 2.36, n8n takes no item to it that has `details` beside its `error`. */
export const itWithErrorOutput = isOlder ? it.skip : it;
