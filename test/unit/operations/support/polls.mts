/** The trigger under n8n's rules for polls, without n8n and without a network, so that a thousand histories take seconds. */
import { Readable } from 'node:stream';
import type { IDataObject, INode, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { DesktopSidTrigger } from '../../../../nodes/DesktopSid/DesktopSidTrigger.node.ts';

/** A desktop as the service lists it. */
export interface Listed {
	readonly desktop_id: string;
	readonly computer_name: string;
	readonly domain_status?: unknown;
	readonly [field: string]: unknown;
}

/** How the list is answered: properly, by an error of the service, or by a broken connection. */
export type Weather = 'fine' | 'broken' | { readonly status: number; readonly error_code: string };

export interface Service {
	desktops: readonly Listed[];
	weather: Weather;
	/** Whether it knows the filter `domain_status`. */
	knowsFilter: boolean;
	/** The query of each request. */
	readonly asked: URLSearchParams[];
	/** Awaited before each answer. */
	pause?: Promise<unknown>;
}

export function serviceOf(desktops: readonly Listed[] = []): Service {
	return { desktops, weather: 'fine', knowsFilter: true, asked: [] };
}

/** Thrown by n8n's request helper if no connection comes about. */
const BROKEN = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

function answerOf(service: Service, url: string): unknown {
	const query = new URL(url).searchParams;
	service.asked.push(query);
	if (service.weather === 'broken') throw BROKEN;
	if (service.weather !== 'fine') {
		const { status, error_code } = service.weather;
		return reply(status, { error_code, error_msg: 'Said by the service' });
	}
	const wanted = query.get('domain_status');
	const ids = query.getAll('desktop_id');
	const found = service.desktops.filter(
		({ desktop_id, domain_status }) =>
			(ids.length === 0 || ids.includes(desktop_id)) &&
			(wanted === null || !service.knowsFilter || String(domain_status) === wanted),
	);
	const offset = Number(query.get('offset'));
	const desktops = found.slice(offset, offset + Number(query.get('limit')));
	return reply(200, { total_count: found.length, desktops });
}

function reply(statusCode: number, json: object) {
	const headers = { 'content-type': 'application/json' };
	return { statusCode, headers, body: Readable.from([Buffer.from(JSON.stringify(json))]) };
}

const CREDENTIAL = {
	authentication: 'token',
	region: 'custom',
	endpoint: 'https://workspace.example.com',
	projectId: '0123456789abcdef0123456789abcdef',
	token: 'a-token-of-the-test',
};

const NODE: INode = {
	id: 'trigger',
	name: 'Desktop Left',
	type: 'n8n-nodes-huaweicloud-workspace.desktopSidTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/**
 * A published workflow that begins with the trigger, in an n8n that can be restarted.
 *
 * The static data is n8n's own. As in n8n it is written to the database when something is emitted and after an activation, and at no
 * other time; a restart begins with what was written.
 */
export class Polled {
	/** What started the workflow, execution by execution. */
	readonly executions: INodeExecutionData[][] = [];
	readonly warnings: string[] = [];
	readonly service: Service;
	/** Further members of n8n's context. */
	more: Partial<IPollFunctions> = {};
	private readonly parameters: IDataObject;
	private readonly trigger = new DesktopSidTrigger();
	private database = '{}';
	private workflow = this.load();

	constructor(service: Service, parameters: IDataObject = {}) {
		this.service = service;
		this.parameters = parameters;
	}

	/** As when the workflow is published, and for each published one when n8n starts. */
	async activate(): Promise<void> {
		await this.tick();
		this.save();
	}

	/** What was not written is lost. */
	async restart(): Promise<void> {
		this.workflow = this.load();
		await this.activate();
	}

	/** One poll at its time; n8n makes a failed execution of what it throws. */
	async tick(): Promise<void> {
		const items = await this.poll('trigger');
		if (items === null) return;
		this.save();
		for (const branch of items) this.executions.push(branch);
		if (items.length !== 1) throw new Error('an execution without items');
	}

	async poll(mode: 'trigger' | 'manual'): Promise<INodeExecutionData[][] | null> {
		return await this.trigger.poll.call(this.contextFor(mode));
	}

	/** What the database holds. */
	get saved(): IDataObject {
		const data = JSON.parse(this.database) as Record<string, IDataObject>;
		return data[`node:${NODE.name}`] ?? {};
	}

	set saved(state: IDataObject) {
		this.database = JSON.stringify({ [`node:${NODE.name}`]: state });
		this.workflow = this.load();
	}

	private load(): Workflow {
		const nodeTypes = { getByNameAndVersion: () => new DesktopSidTrigger() };
		return new Workflow({
			id: 'under-test',
			active: true,
			nodes: [NODE],
			connections: {},
			nodeTypes: nodeTypes as never,
			staticData: JSON.parse(this.database) as IDataObject,
		});
	}

	private save(): void {
		const staticData = this.workflow.staticData as IDataObject & { __dataChanged?: boolean };
		if (staticData.__dataChanged !== true) return;
		this.database = JSON.stringify(staticData);
		staticData.__dataChanged = false;
	}

	private contextFor(mode: 'trigger' | 'manual'): IPollFunctions {
		const { workflow, parameters, service } = this;
		const context = {
			getMode: () => mode,
			getActivationMode: () => 'activate',
			getNode: () => NODE,
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getWorkflowStaticData: () => workflow.getStaticData('node', NODE),
			getCredentials: async () => await Promise.resolve(CREDENTIAL),
			logger: { warn: (message: string) => this.warnings.push(message) },
			helpers: {
				httpRequestWithAuthentication: async (_type: string, { url }: { url: string }) =>
					await Promise.resolve(service.pause).then(() => answerOf(service, url)),
			},
		};
		return { ...context, ...this.more } as unknown as IPollFunctions;
	}
}
