import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

/** What a user can do with a resource. */
export interface Operation {
	/** Value of the parameter `operation`. */
	value: string;
	/** The form below Resource and Operation. */
	properties: INodeProperties[];
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/** The text that an item has in a field, without blanks around it; empty also if an expression gives nothing. */
export function textParameter(context: IExecuteFunctions, name: string, itemIndex: number): string {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	return value === undefined || value === null ? '' : String(value).trim();
}
