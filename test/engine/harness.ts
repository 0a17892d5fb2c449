/* eslint-disable @n8n/community-nodes/node-usable-as-tool, @n8n/community-nodes/no-deprecated-workflow-functions */
import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	SupplyDataContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	ICredentialsHelper,
	NodeConnectionTypes,
	sleep,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type NodeParameterValueType,
} from 'n8n-workflow';

import { WeComApi } from '../../credentials/WeComApi.credentials';
import { WeCom } from '../../nodes/WeCom/WeCom.node';
import type { Simulator } from '../simulator';
import { createRunExecutionData } from './olderCore';

const TYPE = 'weComApi';
const CALLBACK_TYPE = 'weComCallbackApi';
const DETAILS: INodeCredentialsDetails = { id: '1', name: 'WeCom account' };

/** A credential in n8n's database, which all processes of an n8n share. */
export class CredentialRow {
	/** Milliseconds that a query takes. */
	latency = 0;

	/** What the database does instead of answering, while it is away. */
	away?: () => Promise<never>;

	constructor(public data: ICredentialDataDecryptedObject) {}

	async read(): Promise<ICredentialDataDecryptedObject> {
		await this.query();
		return { ...this.data };
	}

	async write(data: ICredentialDataDecryptedObject): Promise<void> {
		await this.query();
		this.data = data;
	}

	private async query(): Promise<void> {
		if (this.latency > 0) await sleep(this.latency);
		await this.away?.();
	}
}

/** What one process of n8n has of a credential: keeps what n8n would encrypt, and counts how often it is read. */
export class CredentialStore extends ICredentialsHelper {
	reads = 0;

	/** The callback credential of a node that has one, too. */
	callback?: ICredentialDataDecryptedObject;

	constructor(
		data: ICredentialDataDecryptedObject,
		private readonly type: ICredentialType = new WeComApi(),
		readonly row = new CredentialRow(data),
	) {
		super();
	}

	get stored(): ICredentialDataDecryptedObject {
		return this.row.data;
	}

	/** Under which a node has it. */
	get name(): string {
		return this.type.name;
	}

	/** What a person changes who edits the credential: n8n keeps the hidden fields. */
	edit(data: ICredentialDataDecryptedObject): void {
		this.row.data = { ...this.stored, ...data };
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate !== 'function') throw new Error('authenticate is not a function');
		return await authenticate(credentials, options as IHttpRequestOptions);
	}

	/** As credentials-helper.js of n8n 2.41 does it. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		_node: INode,
		expired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		if (credentials.accessToken !== '' && !expired) return undefined;
		const output = (await this.type.preAuthentication?.call(
			helpers,
			credentials,
		)) as ICredentialDataDecryptedObject;
		const stored = await this.row.read();
		// n8n reads it once more, for its name, and then writes what it has read before.
		await this.row.read();
		await this.row.write({ ...stored, ...output });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('not needed');
	}

	async getDecrypted(
		_additionalData?: unknown,
		_details?: unknown,
		type?: string,
	): Promise<ICredentialDataDecryptedObject> {
		if (type === CALLBACK_TYPE && this.callback !== undefined) return this.callback;
		this.reads += 1;
		const defaults = Object.fromEntries(
			this.type.properties.map(({ name, default: value }) => [name, value]),
		);
		return { ...defaults, ...(await this.row.read()) } as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(): [] {
		return [];
	}
}

/** Calls WeCom as the HTTP Request node does with a predefined credential type. */
class HttpRequest implements INodeType {
	description = {
		displayName: 'HTTP Request',
		name: 'httpRequest',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'HTTP Request' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: TYPE }],
		properties: [{ displayName: 'URL', name: 'url', type: 'string' as const, default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const uri = this.getNodeParameter('url', 0) as string;
		const json = (await this.helpers.requestWithAuthentication.call(this, TYPE, {
			uri,
			method: 'GET',
			json: true,
		})) as IDataObject;
		return [[{ json }]];
	}
}

class Start implements INodeType {
	description = {
		displayName: 'Start',
		name: 'start',
		group: ['trigger' as const],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

const NODE_TYPES: Record<string, INodeType> = {
	start: new Start() as INodeType,
	weCom: new WeCom(),
	httpRequest: new HttpRequest() as INodeType,
};

const nodeTypesWith = (weCom = NODE_TYPES.weCom): INodeTypes => {
	const byName = (name: string) => (name === 'weCom' ? weCom : NODE_TYPES[name]);
	return { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) };
};

export interface NodeSettings {
	type?: 'weCom' | 'httpRequest';
	/** A node of a test's own, in place of WeCom. */
	nodeType?: INodeType;
	onError?: INode['onError'];
	retryOnFail?: boolean;
	executionId?: string;
	/** Version of the node with which the workflow was saved. */
	typeVersion?: number;
	mode?: 'manual' | 'trigger';
	/** How the workflow keeps files: beside the JSON of an item, or in it. */
	binaryMode?: 'separate' | 'combined';
	/** Gets the means to cancel the execution while it runs. */
	cancelable?: (cancel: () => void) => void;
}

/** What became of one execution. */
export interface Outcome {
	run: IRun;
	/** What the node put out, on its regular output. */
	items: INodeExecutionData[];
	/** What it put out on its error output. */
	failed: INodeExecutionData[];
	/** What it tells the person in the editor. */
	hints: string[];
	/** The error that ended the node. */
	error?: Error & {
		description?: string | null;
		httpCode?: string | null;
		context?: IDataObject;
		failure?: { cause: string };
	};
}

/** What an n8n gives to whatever runs in it. */
const instance = (credentialsHelper: CredentialStore) => ({
	credentialsHelper,
	instanceBaseUrl: 'http://127.0.0.1/',
	restApiUrl: 'http://127.0.0.1/rest',
	webhookBaseUrl: 'http://127.0.0.1/webhook',
	webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
	webhookTestBaseUrl: 'http://127.0.0.1/webhook-test',
	formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
	currentNodeParameters: undefined as NodeParameterValueType | undefined,
	variables: {},
	setExecutionStatus: () => undefined,
	sendDataToUI: () => undefined,
});

let executions = 0;

/** A WeCom node, or one of a test's own, with a credential. */
const nodeWith = (
	credentials: CredentialStore,
	parameters: INodeParameters,
	type: NonNullable<NodeSettings['type']> = 'weCom',
): INode => ({
	id: 'node-under-test',
	name: 'WeCom',
	type,
	typeVersion: 1,
	position: [220, 0],
	parameters:
		type === 'weCom' ? { resource: 'message', operation: 'send', ...parameters } : parameters,
	credentials: {
		[credentials.name]: DETAILS,
		...(credentials.callback && { [CALLBACK_TYPE]: DETAILS }),
	},
});

/**
 * Runs a workflow of a start node and one node under test through n8n-core, with its real HTTP helpers.
 *
 * @param items what the node gets
 */
export async function execute(
	credentials: CredentialStore,
	parameters: INodeParameters,
	items: INodeExecutionData[] = [{ json: {} }],
	settings: NodeSettings = {},
): Promise<Outcome> {
	executions += 1;
	const {
		type,
		onError,
		retryOnFail,
		executionId = String(executions),
		mode = 'manual',
		binaryMode,
		cancelable,
		nodeType,
		typeVersion = 1,
	} = settings;
	const node: INode = {
		...nodeWith(credentials, parameters, type),
		typeVersion,
		...(onError === undefined ? {} : { onError }),
		...(retryOnFail === undefined ? {} : { retryOnFail, maxTries: 2, waitBetweenTries: 0 }),
	};
	const start: INode = {
		id: 's',
		name: 'Start',
		type: 'start',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const definition = {
		id: 'workflow-under-test',
		name: 'Test',
		active: false,
		isArchived: false,
		createdAt: new Date(0),
		updatedAt: new Date(0),
		nodes: [start, node],
		connections: {
			Start: { main: [[{ node: 'WeCom', type: NodeConnectionTypes.Main, index: 0 }]] },
		},
		settings: { executionOrder: 'v1' as const, binaryMode },
	};
	const workflow = new Workflow({ ...definition, nodeTypes: nodeTypesWith(nodeType) });
	const additionalData = {
		...instance(credentials),
		executionId,
		hooks: new ExecutionLifecycleHooks(mode, executionId, definition as unknown as IWorkflowBase),
	} as unknown as IWorkflowExecuteAdditionalData;
	const executionData = createRunExecutionData({
		executionData: { nodeExecutionStack: [{ node: start, data: { main: [items] }, source: null }] },
	});
	const execution = new WorkflowExecute(
		additionalData,
		mode,
		executionData,
	).processRunExecutionData(workflow);
	cancelable?.(() => execution.cancel());
	const run = await execution;
	const [result] = run.data.resultData.runData.WeCom ?? [];
	return {
		run,
		items: result?.data?.main[0] ?? [],
		failed: result?.data?.main[1] ?? [],
		hints: (result?.hints ?? []).map(({ message }) => message),
		error: (result?.error ?? run.data.resultData.error) as Outcome['error'],
	};
}

/**
 * Calls the node as an AI Agent does, in the context that n8n-core has for tools (get-input-connection-data.js).
 *
 * @param given what the model has filled in
 */
export async function callAsTool(
	credentials: CredentialStore,
	parameters: INodeParameters,
	given: IDataObject = {},
): Promise<INodeExecutionData[]> {
	executions += 1;
	const node = nodeWith(credentials, parameters);
	const context = new SupplyDataContext(
		new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: nodeTypesWith() }),
		node,
		{
			...instance(credentials),
			executionId: String(executions),
			currentNodeExecutionIndex: 0,
		} as unknown as IWorkflowExecuteAdditionalData,
		'manual',
		createRunExecutionData(),
		0,
		[{ json: {} }],
		{},
		NodeConnectionTypes.AiTool,
		{ node, data: {}, source: null },
		[],
	);
	context.addInputData(NodeConnectionTypes.AiTool, [[{ json: given }]]);
	const result = await NODE_TYPES.weCom.execute?.call(context as unknown as IExecuteFunctions);
	return (result as INodeExecutionData[][])[0];
}

/** Asks for a list as the editor does (dynamic-node-parameters.service.js of n8n 2.41). */
export async function listSearch(
	credentials: CredentialStore,
	method: string,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const node: INode = {
		id: 'uuid-1234',
		name: 'Temp-Node',
		type: 'weCom',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [TYPE]: DETAILS },
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesWith(),
	});
	const additionalData = instance(credentials) as unknown as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(
		workflow,
		node,
		additionalData,
		'parameters.recipients.values[0].member',
	);
	const search = NODE_TYPES.weCom.methods?.listSearch?.[method];
	if (search === undefined) throw new Error(`${method} is not a list search`);
	return await search.call(context, filter, paginationToken as string | undefined);
}

/** The credential of a simulator's app, never used before. */
export function credentialsFor(
	simulator: Simulator,
	changes: ICredentialDataDecryptedObject = {},
): CredentialStore {
	const { corpId, agentId, secret: corpSecret, url: baseUrl } = simulator;
	return new CredentialStore({ corpId, agentId: String(agentId), corpSecret, baseUrl, ...changes });
}

/** Items with a text for one member each; the node reads both by expression. */
export const textItems = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({
		json: { text: `message ${index}`, user: 'zhangsan' },
	}));

export const textFromItem: INodeParameters = {
	messageType: 'text',
	users: '={{ $json.user }}',
	content: '={{ $json.text }}',
};

/** An input item with one file. */
export function itemWithFile(
	content: Buffer,
	fileName: string,
	property = 'data',
): INodeExecutionData {
	return {
		json: {},
		binary: {
			[property]: {
				data: content.toString('base64'),
				mimeType: 'application/octet-stream',
				fileName,
			},
		},
	};
}
