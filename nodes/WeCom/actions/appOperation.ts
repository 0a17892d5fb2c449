import type { IExecuteFunctions } from 'n8n-workflow';

import { singleJob, type Job } from '../delivery/job';
import type { Session } from '../delivery/session';
import type { Lane } from '../destinations/lane';
import { CREDENTIAL } from '../transport/credentials';
import { DEFAULTS } from './defaults';
import type { ItemForm } from './form/itemForm';
import { forEachItem } from './items';
import type { Operation } from './operation';
import { openSession } from './session';

/** How the operation stands in the list, and its form. */
type Seen = Omit<Operation, 'credential' | 'execute'>;

/** The job of one input item, as many at the same time as the node makes without an option for it. */
export const jobOf = (
	{ itemIndex, version }: ItemForm,
	lane: Lane,
	run: Parameters<typeof singleJob>[0]['run'],
): Job => singleJob({ itemIndex, lane, maxConcurrency: DEFAULTS.maxConcurrency.in(version), run });

/**
 * An operation of an app that is done item by item.
 *
 * @param prepare reads the form for one item and checks it, without a request
 */
export const appOperation = (
	seen: Seen,
	prepare: (session: Session, form: ItemForm, context: IExecuteFunctions) => Promise<Job>,
): Operation => ({
	...seen,
	credential: CREDENTIAL,
	async execute(context) {
		return await forEachItem<Session, Job>(context, {
			begin: async (first) => await openSession(context, { credential: CREDENTIAL }, first),
			prepare: async (session, form) => await prepare(session, form, context),
		});
	},
});
