/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';

import { tell } from './measured';
import { large } from './large';
import { senders, type Load } from './senders';
import { callback, upload } from './single';

const jobs = { ...senders, upload, callback, large };

/** One measurement; each runs in a process of its own. */
interface Cell extends Load {
	what: keyof typeof jobs;
}

const [, , given] = process.argv;
const { what, ...load } = JSON.parse(given) as Cell;
tell(jobs[what](load));
