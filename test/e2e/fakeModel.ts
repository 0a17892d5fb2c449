/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import fastify from 'fastify';

/** A function that the model may call, as n8n describes a tool to it. */
export interface ModelTool {
	name: string;
	description: string;
	parameters: {
		properties: Record<string, { type: string; description?: string }>;
		required: string[];
	};
}

export interface ModelMessage {
	role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
	content: string | null;
}

/** What n8n has asked the model. */
export interface ModelRequest {
	model: string;
	messages: ModelMessage[];
	tools: ModelTool[];
}

/** What the model says: a text, a call of a tool, or a failure with an HTTP status. */
export type ModelAnswer =
	| { text: string }
	| { tool: string; arguments: object }
	| { status: number };

export interface FakeModel {
	/** Base URL for the OpenAI credential. */
	url: string;
	apiKey: string;
	/** Everything that was asked since the last `answerWith`. */
	requests: ModelRequest[];
	/** Says how to answer from now on; the index counts the requests from 0. */
	answerWith(answer: (request: ModelRequest, index: number) => ModelAnswer): void;
	close(): Promise<void>;
}

interface Body {
	model: string;
	stream?: boolean;
	messages: Array<{
		role: ModelMessage['role'];
		content: string | null | Array<{ text?: string }>;
	}>;
	tools?: Array<{ function: ModelTool }>;
}

const textOf = (content: Body['messages'][number]['content']) =>
	Array.isArray(content) ? content.map(({ text = '' }) => text).join('') : content;

function completion(
	answer: Exclude<ModelAnswer, { status: number }>,
	model: string,
	id: number,
): object {
	const message =
		'text' in answer
			? { role: 'assistant', content: answer.text }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call_${id}`,
							type: 'function',
							function: { name: answer.tool, arguments: JSON.stringify(answer.arguments) },
						},
					],
				};
	return {
		id: `chatcmpl-${id}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model,
		choices: [{ index: 0, message, finish_reason: 'text' in answer ? 'stop' : 'tool_calls' }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** A language model on 127.0.0.1 with OpenAI's chat completions interface that says what a test wants it to say. */
export async function startFakeModel(): Promise<FakeModel> {
	const server = fastify();
	const apiKey = 'key-of-the-fake-model';
	let answer: (request: ModelRequest, index: number) => ModelAnswer = () => ({ status: 500 });
	let served = 0;
	const model: FakeModel = {
		url: '',
		apiKey,
		requests: [],
		answerWith(next) {
			answer = next;
			model.requests = [];
		},
		close: async () => await server.close(),
	};

	server.post<{ Body: Body }>('/v1/chat/completions', async ({ body, headers }, reply) => {
		if (headers.authorization !== `Bearer ${apiKey}`)
			return await reply.code(401).send({ error: { message: 'Wrong key' } });
		// A test that streams would need another answer; it shall not get this one by mistake.
		if (body.stream === true)
			return await reply.code(400).send({ error: { message: 'No streaming' } });
		const request: ModelRequest = {
			model: body.model,
			messages: body.messages.map(({ role, content }) => ({ role, content: textOf(content) })),
			tools: (body.tools ?? []).map((tool) => tool.function),
		};
		const said = answer(request, model.requests.push(request) - 1);
		if ('status' in said)
			return await reply
				.code(said.status)
				.send({ error: { message: 'The model is out of order' } });
		served += 1;
		return completion(said, body.model, served);
	});

	model.url = `${await server.listen({ host: '127.0.0.1', port: 0 })}/v1`;
	return model;
}
