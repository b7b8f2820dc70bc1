/** Huawei Cloud's own host names, answered by a simulator: nothing else on this machine can stand in for them. */
import { request, type IncomingMessage } from 'node:http';
import nock from 'nock';

import type { Simulator } from '../../../simulator/simulator.mts';

/** Leads Workspace and IAM of a region to a simulator, byte for byte with their host names, until `nock.cleanAll()`. */
export function regionAt(simulator: Simulator, region = 'cn-north-4'): void {
	for (const service of ['workspace', 'iam']) {
		const scope = nock(`https://${service}.${region}.myhuaweicloud.com`).persist();
		for (const method of ['GET', 'PUT', 'POST']) {
			scope.intercept(/.*/, method).reply(async function (path, body) {
				const { headers } = this.req as unknown as { headers: Record<string, string> };
				return await forwarded(simulator, { method, path, headers, body });
			});
		}
	}
}

interface Forwarded {
	method: string;
	path: string;
	headers: Record<string, string>;
	body: unknown;
}

async function forwarded(
	simulator: Simulator,
	{ method, path, headers, body }: Forwarded,
): Promise<[number, string, Record<string, string>]> {
	const { hostname, port } = new URL(simulator.url);
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		const sent = request({ hostname, port, method, path, headers }, resolve);
		sent.on('error', reject);
		sent.end(body === '' ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
	});
	let text = '';
	for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
	const single = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
	return [answer.statusCode ?? 0, text, Object.fromEntries(single) as Record<string, string>];
}

/** Lets only the simulators on this machine be reached besides the regions that are led to one. */
export function onlyLoopback(): void {
	nock.disableNetConnect();
	nock.enableNetConnect('127.0.0.1');
}

export function asBefore(): void {
	nock.cleanAll();
	nock.enableNetConnect();
}
