import { app } from '../../destinations/app';
import { sendOperation } from '../sendOperation';

/** Sends a message of any type (`path/90236`). */
export const send = sendOperation(
	app,
	{
		value: 'send',
		label: 'Send',
		description: 'Send a message of any type to members, departments, and tags',
		action: 'Send a message',
	},
	{ modeBelow: true },
);
