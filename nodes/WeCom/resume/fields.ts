import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

/** The fields that came with a call. n8n has nothing for an empty body, and whatever else stands in JSON. */
export function fieldsOf(context: IWebhookFunctions): IDataObject {
	const body: unknown = context.getBodyData();
	return typeof body === 'object' && body !== null ? (body as IDataObject) : {};
}
