const { default: Sequencer } = require('@jest/test-sequencer');

/** They take minutes. What knows no earlier run would begin with the largest files, and wait for one of these at the end. */
const LONGEST = [
	'e2e/browser/loop',
	'e2e/browser/otherForms',
	'e2e/browser/importExamples',
	'e2e/browser/waitingPage',
	'e2e/browser/inbox',
	'e2e/waitingPages',
	'e2e/callbackFlood',
	'engine/chaos',
	'unit/delivery/combine',
	'engine/nothingSent',
	'engine/tokensUnderFire',
].map((name) => `/test/${name}.test.ts`);

const rank = ({ path }) => {
	const place = LONGEST.findIndex((end) => path.endsWith(end));
	return place < 0 ? LONGEST.length : place;
};

module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((one, other) => rank(one) - rank(other));
	}
};
