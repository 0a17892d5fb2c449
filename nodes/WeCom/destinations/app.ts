import { agentIdOf } from '../api/agent';
import type { Issue } from '../api/explained';
import { custom } from '../messages/custom';
import { file } from '../messages/file';
import { image } from '../messages/image';
import { interactiveTaskcard } from '../messages/interactiveTaskcard';
import { markdown } from '../messages/markdown';
import { miniprogramNotice } from '../messages/miniprogramNotice';
import { mpnews } from '../messages/mpnews';
import { news } from '../messages/news';
import { templateCard } from '../messages/templateCard';
import { text } from '../messages/text';
import { textcard } from '../messages/textcard';
import { video } from '../messages/video';
import { voice } from '../messages/voice';
import type { Destination, Sender } from './destination';
import { MEMBER_LIMITS } from './memberLimits';
import { members } from './members';
import { confidential, holdsBack, MESSAGE_OPTIONS, settled } from './messageOptions';
import type { Recipients } from './recipients';
import { namingRecipients, REJECTIONS, toOutput } from './results';
import { membersShare } from './sharing';

const SEND_TO = 'Send To';

const checked = { duplicateCheck: true, duplicateCheckInterval: true } as const;
const translated = { ...checked, idTranslation: true } as const;
const protectable = { safe: [0, 1] } as const;
const companyOnly = { safe: [0, 1, 2] } as const;

function notToEveryone({ everyone }: Recipients, label: string): Issue | undefined {
	if (!everyone) return undefined;
	return {
		message: `${label} can't be sent to everyone; given: @all`,
		hint: `Set ${SEND_TO} to Selected Recipients and choose members, departments, or tags.`,
		field: SEND_TO,
		actual: '@all',
	};
}

/** The app whose token is used. */
export const sender: Sender = {
	keys: ['agentid'],
	fields: (credentials) => ({ agentid: agentIdOf(credentials) }),
};

/** Messages of an app to members, departments and tags (`path/90236`). */
export const app: Destination<Recipients> = {
	path: 'message/send',
	credential: 'weComApi',
	address: members(SEND_TO, 'Everyone who can see the app (@all)'),
	offers: [
		{
			content: custom,
			options: { ...translated, ...companyOnly },
			notices: [
				{
					name: 'customNotice',
					says: 'Enter msgtype and an object under the key with the same name. Recipients, agent ID, and options come from this form. The content is sent unchecked.',
				},
			],
			unchecked: true,
		},
		{ content: file, options: { ...checked, ...protectable } },
		{ content: image, options: { ...checked, ...protectable } },
		{
			content: markdown,
			options: checked,
			notices: [
				{
					name: 'markdownNotice',
					says: 'Markdown messages appear in WeCom but not in the WeChat plug-in (微信插件).',
				},
			],
		},
		{
			content: miniprogramNotice,
			options: translated,
			notices: [
				{
					name: 'miniprogramNotice',
					says: "Only apps linked to a mini program can send this type, and the WeChat plug-in (微信插件) doesn't show it.",
				},
				{
					name: 'everyoneNotice',
					says: `This type can't be sent to everyone. Set ${SEND_TO} to Selected Recipients.`,
					when: { sendTo: ['all'] },
				},
			],
			refuses: (to) => notToEveryone(to, miniprogramNotice.label),
		},
		{ content: news, options: translated },
		{ content: mpnews, options: { ...translated, ...companyOnly } },
		{
			content: interactiveTaskcard,
			options: translated,
			notices: [
				{
					name: 'taskcardNotice',
					says: 'The app needs a callback URL that responds to each click. Use Template Card for anything new.',
				},
			],
		},
		{
			content: templateCard,
			options: translated,
			notices: [
				{ name: 'cardNotice', says: "The WeChat plug-in (微信插件) doesn't show template cards." },
				{
					name: 'callbackNotice',
					says: 'Cards of this type need an app with a callback URL (otherwise error 43012).',
					when: {
						inputMode: ['form'],
						cardType: ['button_interaction', 'multiple_interaction', 'vote_interaction'],
					},
				},
			],
		},
		{ content: text, options: { ...translated, ...protectable }, preselected: true },
		{ content: textcard, options: translated },
		{ content: video, options: { ...checked, ...protectable } },
		{ content: voice, options: checked },
	],
	options: MESSAGE_OPTIONS,
	settled,
	confidential,
	holdsBack,
	sender,
	outcome: (answer, to, { body }, rejected) => toOutput(answer, to, rejected, body.task_id),
	rejections: REJECTIONS,
	refusal: namingRecipients,
	ifLost:
		"The message may have been delivered. Ask a recipient before you send it again. With Duplicate Check, WeCom doesn't deliver an identical message within the interval. A card with a generated Task ID or a file that is uploaded again doesn't count as identical.",
	sharing: membersShare,
	pace: {
		limits: MEMBER_LIMITS,
		members: ({ users }) => users,
		keyOf: (id) => id.toLowerCase(),
	},
};
