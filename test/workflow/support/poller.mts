/** The trigger in n8n's own classes for polls and with n8n's own request helper. */
import { additionalData } from './engine.mts';
import { StoredCredentials } from './credentials.mts';
import { PollContext, PollTriggerExecutor, TriggersAndPollers } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { DesktopSidTrigger } from '../../../nodes/DesktopSid/DesktopSidTrigger.node.ts';

const NAME = 'Desktop Left';

/** n8n's log and tracing, of which a poll needs nothing. */
const log = { scoped: () => log, debug: () => undefined, error: () => undefined };
const span = { setStatus: () => undefined };
const traced = async (_span: object, work: (given: typeof span) => Promise<unknown>) =>
	await work(span);
const tracing = {
	startSpan: traced,
	startNewTraceSpan: traced,
	pickWorkflowAttributes: () => ({}),
	pickNodeAttributes: () => ({}),
};

/** A published workflow that begins with the trigger. What n8n would write to its database is in `saved`. */
export class PublishedTrigger {
	/** What started the workflow, execution by execution. */
	readonly executions: INodeExecutionData[][] = [];
	/** Failed executions. */
	readonly errors: Error[] = [];
	saved: IDataObject = {};
	private readonly credential: ICredentialDataDecryptedObject;
	private readonly parameters: INodeParameters;
	private poll: ReturnType<PublishedTrigger['load']>;

	constructor(credential: ICredentialDataDecryptedObject, parameters: INodeParameters = {}) {
		this.credential = credential;
		this.parameters = parameters;
		this.poll = this.load();
	}

	/** Publishes it, or starts n8n anew: what was not saved is lost. The first poll comes at once, and its error ends it. */
	async activate(): Promise<void> {
		this.poll = this.load();
		await this.poll.run(true);
		this.poll.save();
	}

	async tick(): Promise<void> {
		await this.poll.run(false);
	}

	private load() {
		const node: INode = {
			id: 'trigger',
			name: NAME,
			type: 'n8n-nodes-huaweicloud-workspace.desktopSidTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters,
			credentials: { huaweiCloudWorkspaceApi: { id: '1', name: 'Huawei Cloud' } },
		};
		const nodeTypes = {
			getByName: () => new DesktopSidTrigger(),
			getByNameAndVersion: () => new DesktopSidTrigger(),
			getKnownTypes: () => ({}),
		};
		const workflow = new Workflow({
			id: 'workflow-under-test',
			name: 'Under test',
			active: true,
			nodes: [node],
			connections: {},
			nodeTypes,
			staticData: structuredClone(this.saved),
		});
		const save = () => {
			const staticData = workflow.staticData as IDataObject & { __dataChanged?: boolean };
			if (staticData.__dataChanged !== true) return;
			this.saved = JSON.parse(JSON.stringify(staticData)) as IDataObject;
			staticData.__dataChanged = false;
		};
		const context = new PollContext(
			workflow,
			node,
			additionalData(new StoredCredentials(new HuaweiCloudWorkspaceApi(), this.credential)),
			'trigger',
			'activate',
			(items) => {
				save();
				this.executions.push(...items);
			},
			(error) => {
				this.errors.push(error);
			},
		);
		const executor = new PollTriggerExecutor(
			log as never,
			new TriggersAndPollers(),
			tracing as never,
			log as never,
		);
		return { run: executor.create(workflow, node, context as IPollFunctions, () => true), save };
	}
}
