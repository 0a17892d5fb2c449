import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Show } from '../messages/fields/show';

/** What a user can do with a resource. */
export interface Operation {
	/** Value of the parameter `operation`. */
	value: string;
	/** Name in the list, Title Case. */
	label: string;
	description: string;
	/** What the list of actions says, such as "Send a message". */
	action: string;
	/** Name of the credential that it needs. */
	credential: string;
	/** A further credential, unless one of these parameters has one of the values. */
	alsoNeeds?: { credential: string; unless: Readonly<Record<string, string[]>> };
	/** An AI agent cannot use it. */
	notForAgents?: true;
	/**
	 * The form below Resource and Operation.
	 *
	 * @param show parameters that must have these values for it to be shown
	 */
	properties(show: Show): INodeProperties[];
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/** What can be worked with. */
export interface Resource {
	/** Value of the parameter `resource`. */
	value: string;
	/** Name in the list, Title Case. */
	label: string;
	/** In the order of the list. */
	operations: readonly Operation[];
}
