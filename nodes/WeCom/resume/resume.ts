import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { CALLBACK_CREDENTIAL, callbackSecretsOf } from '../transport/credentials';
import { cardAfter } from '../waiting/card';
import { judge, type PressRefusal } from '../waiting/press';
import type { Wait } from '../waiting/question';
import { asId, outcomeLine } from '../waiting/texts';
import { counted } from '../waiting/votes';
import { fieldsOf } from './fields';
import { lockWhenTaken } from './lock';
import { visit } from './pages';
import { waitOf } from './state';
import { goOn } from './take';

/** What a press that doesn't count is answered with. The trigger tells the member in its own words. */
const STATUS: Record<PressRefusal, number> = {
	notFromWeCom: 403,
	anotherCard: 403,
	notAllowed: 403,
	late: 410,
	decided: 410,
	unfit: 422,
};

function answer(
	context: IWebhookFunctions,
	status: number,
	body: IDataObject,
): IWebhookResponseData {
	context.getResponseObject().status(status).json(body);
	return { noWebhookResponse: true };
}

/** A press that the trigger has passed on. */
async function press(context: IWebhookFunctions, wait: Wait): Promise<IWebhookResponseData> {
	const { evidence } = fieldsOf(context);
	const secrets = callbackSecretsOf(await context.getCredentials(CALLBACK_CREDENTIAL));
	const pressed = judge(wait, evidence, secrets, Date.now());
	if (pressed.status === 'counted') return answer(context, 200, { status: 'counted' });
	if (pressed.status !== 'counts') return answer(context, STATUS[pressed.status], { ...pressed });
	const { asked, vote, responseCode } = pressed;
	const after = counted(asked, vote);
	const next = goOn(context, wait, { asked, vote, responseCode });
	if (next === undefined) {
		context.logger.error("This n8n can't count several answers: an answer was lost");
		return answer(context, 501, { status: 'unsupported', text: "This n8n can't count votes" });
	}
	if (!wait.counting) await lockWhenTaken(context, wait, after, responseCode);
	const said = outcomeLine(wait, after, asId);
	const updates = cardAfter(wait, after) !== undefined;
	return { webhookResponse: { status: 'taken', said, updates }, ...next };
}

/**
 * What the node does with a call of its waiting URL. A call without a proof is told nothing, not even that there is
 * something to decide.
 */
export async function resume(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const wait = waitOf(context);
	if (wait?.answerIn === 'page') return await visit(context, wait);
	const isPress = wait !== undefined && context.getRequestObject().method === 'POST';
	return isPress ? await press(context, wait) : answer(context, 404, { status: 'nothing here' });
}
