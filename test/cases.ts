/* eslint-disable @n8n/community-nodes/no-restricted-globals */

/** How many random cases a property is tried with: at most so many where the tests run again for each mutant. */
export const cases = (usual: number): number =>
	Math.min(usual, Number(process.env.WECOM_PUSH_MOST_CASES ?? usual));
