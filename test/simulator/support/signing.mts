import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';

import type { Simulator } from '../../../simulator/simulator.mts';
import { type Reply, send } from './client.mts';

export interface Signing {
	id: string;
	secret: string;
	/** Signing time in milliseconds. */
	at: number;
	/** Query of the request, decoded. */
	query?: Record<string, string | string[]>;
	/** An object: the official signer signs its JSON text. */
	body?: object;
	headers?: Record<string, string>;
}

/** Headers that the official SDK's signer makes. */
export function sdkSigned(
	simulator: Simulator,
	method: string,
	path: string,
	{ id, secret, at, query = {}, body, headers = {} }: Signing,
): Record<string, string> {
	const date = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
	const credential = new BasicCredentials().withAk(id).withSk(secret);
	const request = {
		endpoint: `${simulator.endpoint}${path}`,
		method,
		queryParams: query,
		data: body,
		headers: { 'X-Sdk-Date': date, ...headers },
	};
	return { ...AKSKSigner.sign(request, credential) };
}

/** Sends a request signed by the official SDK's signer. */
export function sendSigned(
	simulator: Simulator,
	method: string,
	path: string,
	signing: Signing,
): Promise<Reply> {
	const headers = sdkSigned(simulator, method, path, signing);
	const pairs = Object.entries(signing.query ?? {}).flatMap(([key, value]) =>
		[value].flat().map((text) => `${encodeURIComponent(key)}=${encodeURIComponent(text)}`),
	);
	const url = pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
	return send(simulator, method, url, {
		token: null,
		headers,
		...(signing.body === undefined ? {} : { body: signing.body }),
	});
}
