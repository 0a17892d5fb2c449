import type { INodeProperties, NodeHint } from 'n8n-workflow';

import { MEMBER_LIMITS } from '../destinations/memberLimits';
import { robot } from '../destinations/robot';

const [{ messages, says }] = MEMBER_LIMITS;

/** Said before a run in which more than so many items are sent. */
const before = (message: string, resource: string, most: number): NodeHint => ({
	message,
	type: 'info',
	location: 'outputPane',
	whenToDisplay: 'beforeExecution',
	displayCondition: `={{ ($parameter["resource"] ?? "message") === "${resource}" && $parameter["operation"] === "send" && $input.all().length > ${most} }}`,
});

/** What the node says beside its form, where it matters: before a run with many items. */
export const HINTS: NodeHint[] = [
	before(
		`WeCom silently drops anything over ${says} to one member, and is slow at :00 and :30 of every hour. Schedule large sends for other minutes.`,
		'message',
		messages,
	),
	...(robot.rate === undefined
		? []
		: [
				before(
					`WeCom takes only ${robot.rate.says}, so the node waits in between. This run will take a few minutes.`,
					'groupRobot',
					robot.rate.calls,
				),
			]),
];

/** n8n passes no description of a field to the model. */
export const MODEL_NOTICE: INodeProperties = {
	displayName:
		'To let the model fill in a field, click "Let the model define this parameter" next to it and add a description. The model sees the name of the field and your description, not the help in this form.',
	name: 'modelNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { '@tool': [true] } },
};

/** What the canvas says beside the node while it waits. */
export const WAITING_TOOLTIP =
	'={{ "Waiting for " + ($parameter["users"] || "an answer in WeCom") }}';
