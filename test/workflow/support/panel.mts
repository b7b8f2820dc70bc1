import 'reflect-metadata';
import { LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ILoadOptionsFunctions,
	INode,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { DesktopSid } from '../../../nodes/DesktopSid/DesktopSid.node.ts';
import { StoredCredentials } from './credentials.mts';
import { NODE_TYPE } from './engine.mts';

/** n8n's own context for the lists in the panel, with this credential. */
export function panelOf(fields: ICredentialDataDecryptedObject): ILoadOptionsFunctions {
	const node: INode = {
		id: '1',
		name: 'SID',
		type: NODE_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { huaweiCloudWorkspaceApi: { id: '1', name: 'Huawei Cloud' } },
	};
	const type = new DesktopSid();
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	const used = {
		credentialsHelper: new StoredCredentials(new HuaweiCloudWorkspaceApi(), fields),
		currentNodeParameters: {},
	};
	// The panel's type has dozens of members for features that this search does not touch.
	const additionalData = used as unknown as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters.desktop');
	// The engine adds some members only where a list is really loaded; its own class lacks them in its declaration.
	return context as unknown as ILoadOptionsFunctions;
}
