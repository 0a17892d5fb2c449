import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** What a user can do with a resource. */
export interface Operation {
	/** Value of the parameter `operation`. */
	value: string;
	/** The form below Resource and Operation. */
	properties: INodeProperties[];
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}
