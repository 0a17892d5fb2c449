import type { IExecuteFunctions } from 'n8n-workflow';

import { InvalidInputError } from '../../../api/explained';
import type { Asked, Wait } from '../../../waiting/question';
import { CONTENT } from './content';
import { whoMayAnswer } from './questions';

/** What a model may write: everything else decides who answers, and what their answer means. */
const WRITTEN_BY_MODELS = [CONTENT.title, CONTENT.message, CONTENT.details, CONTENT.link];

/** n8n knows it in three spellings. */
const FROM_AI = /\$fromai\b/i;

const refusal = (message: string, hint: string, field: string): InvalidInputError =>
	new InvalidInputError([{ message, hint, field }]);

/**
 * Refuses a form in which a model fills in who may answer, or what an answer means: it would choose who controls it.
 *
 * @throws InvalidInputError if it does
 */
export function assertNotByModel({ parameters }: ReturnType<IExecuteFunctions['getNode']>): void {
	const free = WRITTEN_BY_MODELS.map(({ name }) => name);
	const [name] =
		Object.entries(parameters).find(
			([one, value]) =>
				!(free as string[]).includes(one) && FROM_AI.test(JSON.stringify(value) ?? ''),
		) ?? [];
	if (name === undefined) return;
	const labels = WRITTEN_BY_MODELS.map(({ label }) => label).join(', ');
	throw refusal(
		`The parameter "${name}" is filled in by a model ($fromAI), which must not choose who answers or what an answer means`,
		`Enter a fixed value or an expression without $fromAI. A model may fill in ${labels}.`,
		name,
	);
}

/** What this n8n must have besides what all nodes use. */
interface Capabilities {
	getSignedResumeUrl?: unknown;
	setMetadata?: unknown;
	getExecuteData?: unknown;
	/** Not in n8n's interface for nodes: counting needs it when an answer comes. */
	runExecutionData?: { executionData?: { nodeExecutionStack?: unknown } } | null;
}

/** @throws InvalidInputError if this n8n can't wait for answers that prove themselves */
export function assertCanWait(context: IExecuteFunctions): void {
	const { type } = context.getNode();
	if (type.endsWith('Tool') && !type.endsWith('HitlTool'))
		throw refusal(
			"An AI agent can't use Send and Wait for Response as a tool",
			'Use it as human review (Human in the Loop): on the connection between the agent and the tool that needs approval, select Add human review step, and choose WeCom.',
			'Operation',
		);
	const { getSignedResumeUrl, getExecuteData } = context as unknown as Capabilities;
	if (typeof getSignedResumeUrl === 'function' && typeof getExecuteData === 'function') return;
	throw refusal(
		'This n8n is too old to wait for an answer, so nothing was sent',
		'Update n8n, or use Send with the WeCom Trigger.',
		'Operation',
	);
}

/**
 * Counting runs the node again with each answer, by way of what n8n stores of an execution that waits.
 *
 * @throws InvalidInputError if this n8n doesn't have that in its place
 */
export function assertCanCount(context: IExecuteFunctions): void {
	const { runExecutionData, setMetadata } = context as unknown as Capabilities;
	const stack = runExecutionData?.executionData?.nodeExecutionStack;
	if (Array.isArray(stack) && typeof setMetadata === 'function') return;
	throw refusal(
		"This n8n can't count several answers, so nothing was sent",
		'Set Decision to First Answer and Ask to Once for All Items.',
		'Decision',
	);
}

/**
 * WeCom shows a card only to whoever got it, but anybody may get the link to a page. Without a web login, nobody knows who
 * has answered there.
 *
 * @param named whether the form names those who may answer
 * @throws InvalidInputError if it must be known who answers, or who may
 */
export function assertProof(
	{ answerIn, login }: Wait,
	{ eligible, rule }: Asked,
	named: boolean,
): void {
	if (answerIn === 'card' || (login && eligible !== undefined)) return;
	if (login)
		throw refusal(
			`${whoMayAnswer.displayName} can't be Those Who Got It on a web page for departments, tags, or everyone: n8n doesn't know who they are, so anyone with the link could log in and answer`,
			`Choose members as recipients, or set ${whoMayAnswer.displayName} to These Members.`,
			whoMayAnswer.displayName,
		);
	const hint = 'Add the option Web Login, or set Answer to In the Card.';
	if (named)
		throw refusal(
			`${whoMayAnswer.displayName} can't be These Members: a web page doesn't know who answers`,
			`${hint} Or set it to Those Who Got It.`,
			whoMayAnswer.displayName,
		);
	if (rule.required > 1 || !rule.declineEnds)
		throw refusal(
			"A web page doesn't know who answers, so one member could answer several times",
			`${hint} Or set Decision to First Answer.`,
			'Decision',
		);
}
