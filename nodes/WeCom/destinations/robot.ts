import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { failedFor } from '../api/addressee';
import { readBaseUrl } from '../api/baseUrl';
import { ERRCODE } from '../api/errcodes';
import type { OwnWords } from '../api/errorCatalogue';
import { InvalidInputError } from '../api/explained';
import { maskedKey, readRobotKey, ROBOT_LABEL } from '../api/robotKey';
import { saysNothing } from '../messages/fields/nothing';
import type { Address, CallRate, Destination } from './destination';
import { ROBOT_OFFERS } from './robotOffers';

/** A group robot, which lives in one group. Its key is a secret. */
interface Robot {
	key: string;
}

const webhook: INodeProperties = {
	displayName: ROBOT_LABEL,
	name: 'webhook',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	placeholder: 'e.g. {{ $json.webhook }}',
	description:
		"To use another robot than the credential's, its webhook URL or key. Leave empty to use the credential's. An expression must give one for each item.",
};

const nothingGiven = () =>
	new InvalidInputError([
		{
			message: `${ROBOT_LABEL} is missing: its expression gives nothing`,
			hint: "Correct the expression; to send with the credential's robot, clear the field.",
			field: ROBOT_LABEL,
		},
	]);

const shown = ({ key }: Robot): IDataObject => ({ robot: maskedKey(key) });

const address: Address<Robot> = {
	properties: (show) => [{ ...webhook, displayOptions: { show } }],
	read(form) {
		const key = form.value(webhook.name, '') as string;
		// The wrong group would get what was meant for another.
		if (saysNothing(key) && form.isEntered(webhook.name)) throw nothingGiven();
		return { key };
	},
	completed: ({ key }, { webhook: own, baseUrl }) => ({
		key: readRobotKey(saysNothing(key) ? own : key, readBaseUrl(baseUrl)),
	}),
	keys: [],
	readJson: () => ({ key: '' }),
	isNobody: () => false,
	assertSomebody: () => {},
	portions: (to) => [to],
	fields: () => ({}),
	query: ({ key }) => ({ key }),
	lane: ({ key }) => [key],
	names: (to) => [maskedKey(to.key)],
	output: shown,
};

const rate: CallRate = {
	calls: 20,
	milliseconds: 60_000,
	says: '20 messages a minute from one robot',
};

/** What errcodes mean to robots, which have no app, no recall, and no look-ups. */
const WORDS: OwnWords = {
	[ERRCODE.unknownMediaId]: {
		meaning: "The robot doesn't know this media ID",
		hint: 'Only files that were uploaded with this robot in the last 3 days work here. Set File Source or Voice Source to Binary Data or URL, so that the node uploads the file with this robot.',
	},
	[ERRCODE.invalidParameter]: {
		hint: 'Read errmsg in the details of this error; it usually names the field. Then correct the content.',
	},
	[ERRCODE.tooManyCalls]: {
		meaning: 'Too many messages from this robot',
		hint: `WeCom takes only ${rate.says}, and others use this one, too. Set Retry Time to 90 or more, so that the node waits until WeCom takes messages again, or use a robot of its own.`,
	},
};

/** The same failure with the robot, which has no name but the end of its key. */
const refusal = (error: unknown, to: Robot): unknown =>
	failedFor(
		{
			name: `robot ${maskedKey(to.key)}`,
			details: shown(to),
			words: WORDS,
			// WeCom repeats some of what it was sent.
			cleaned: (errmsg) => errmsg.replaceAll(to.key, maskedKey(to.key)),
		},
		error,
	);

/** Messages of a group robot (消息推送) to its group (`path/99110`). */
export const robot: Destination<Robot> = {
	path: 'webhook/send',
	uploadPath: 'webhook/upload_media',
	credential: 'weComRobotApi',
	address,
	offers: ROBOT_OFFERS,
	options: {},
	// WeCom gives no message ID, and says nothing about the group.
	outcome: ({ errcode = 0, errmsg = 'ok' }, to, { msgtype }) => ({
		errcode,
		errmsg,
		msgtype,
		...shown(to),
	}),
	ifLost:
		'The message may be in the group. Look there before you send it again: WeCom has no duplicate check for group robots.',
	refusal,
	rate,
};
