/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';

import { large } from './large';
import { tell } from './measured';
import { send, type Load, type Row, type SenderName, type Setting } from './senders';
import { callback, upload } from './single';

const jobs = { upload, callback, large };

/** One measurement; each runs in a process of its own. */
type Cell =
	/** A job that measures itself. */
	| (Load & { what: keyof typeof jobs; rows?: undefined })
	/** Ways to send that take turns, and what they send. */
	| (Setting & { what: SenderName[]; rows: Row[] });

const [, , given] = process.argv;
const cell = JSON.parse(given) as Cell;
tell(cell.rows === undefined ? jobs[cell.what](cell) : send(cell.what, cell, cell.rows));
