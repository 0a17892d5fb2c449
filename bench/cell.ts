/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';

import { large } from './large';
import { tell } from './measured';
import { send, type Load, type Row, type SenderName } from './senders';
import { callback, upload } from './single';

const jobs = { upload, callback, large };

/** One measurement; each runs in a process of its own. */
interface Cell extends Load {
	/** A job that measures itself, or ways to send that take turns. */
	what: keyof typeof jobs | SenderName[];
	/** What they send. */
	rows: Row[];
}

const [, , given] = process.argv;
const { what, rows, ...load } = JSON.parse(given) as Cell;
tell(Array.isArray(what) ? send(what, load, rows) : jobs[what](load));
