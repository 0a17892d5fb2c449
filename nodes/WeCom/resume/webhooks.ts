import type { IWebhookDescription } from 'n8n-workflow';

const webhook = {
	name: 'default',
	// n8n answers when it has claimed the execution: whoever comes second gets 500 instead.
	responseMode: 'onReceived',
	responseData: '',
	restartWebhook: true,
	isFullPath: true,
} as const;

/** The signed route, and the one that n8n opens with the token of the execution. */
const PATHS = ['={{ $nodeId }}', '={{ $nodeId }}-c'];

/** Where a waiting node gets its answers: pages are shown by GET, and only POST decides. */
export const resumeWebhooks: IWebhookDescription[] = PATHS.flatMap((path) =>
	(['GET', 'POST'] as const).map((httpMethod) => ({ ...webhook, path, httpMethod })),
);
