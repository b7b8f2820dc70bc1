import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { domainStateOf } from '../desktops/domainState';
import type { ServiceDesktop } from '../desktops/desktopPages';
import type { ServiceError } from '../../../credentials/huaweicloud/errors';

/** An item before the node's On Error setting gives it its final shape. */
export interface OutputItem {
	readonly json: IDataObject;
	readonly pairedItem: IPairedItemData | IPairedItemData[];
	/** The text of the failure; absent on success. */
	readonly failure?: string | undefined;
}

/** Leaves out what is absent or empty, so that an output shows only fields that say something. */
export function present(fields: Record<string, unknown>): IDataObject {
	const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(entries) as IDataObject;
}

/** What a person looks for first; the API lists more than twenty fields. */
const SIMPLE_FIELDS = [
	'computer_name',
	'status',
	'sid',
	'domain_state',
	'connect_status',
	'user_name',
	'os_host_name',
	'ip_address',
	'ou_name',
	'desktop_type',
	'pool_id',
	'desktop_id',
] as const;

/** A listed desktop with the fields that matter, as far as the service lists them, and its domain state in words. */
export function simplified(desktop: ServiceDesktop): IDataObject {
	const entries = SIMPLE_FIELDS.map((name) => {
		const value = name === 'domain_state' ? domainStateOf(desktop) : desktop.fields[name];
		return [name, value] as const;
	});
	return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as IDataObject;
}

/** What a failure adds to its item: its text, and the service's own words under the service's own names. */
export function failureFields(failure: string, error: ServiceError | undefined): IDataObject {
	return present({ error: failure, ...errorFields(error) });
}

/** The service's own words, under the service's own names. */
export function errorFields(error: ServiceError | undefined): IDataObject {
	return present({
		error_code: error?.errorCode,
		error_msg: error?.errorMsg,
		error_detail: error?.errorDetail,
		request_id: error?.requestId,
		encoded_authorization_message: error?.encodedAuthorizationMessage,
	});
}

/** The node's On Error setting: Stop Workflow, Continue, Continue (using error output). */
export type OnError = 'stop' | 'continue' | 'errorOutput';

/** The single error of *Stop Workflow*: what to show as title, text and item. */
export interface StopError {
	readonly message: string;
	readonly description: string;
	/** Of the only item that failed: n8n shows it beside the title, as if it were the culprit. */
	readonly itemIndex?: number | undefined;
}

/** A text as an error of n8n: its first sentence is the title, the rest says how to go on. */
export function stopErrorFrom(text: string, itemIndex?: number): StopError {
	const end = /[.!?\u2026]['")]?(?= +['"\p{Lu}])/u.exec(text);
	const cut = end === null ? text.length : end.index + end[0].length;
	return { message: text.slice(0, cut), description: text.slice(cut).trim(), itemIndex };
}

/**
 * The final shape of items under *Continue* and *Continue (using error output)*.
 *
 * The error branch takes an item only if its json has the keys `error` and `message` and no other; `error` may hold the
 * fields, `item.error` would wipe them, and only the first paired item counts there. Measured in n8n 1.123 and 2.40.
 */
export function finalItems(items: readonly OutputItem[], onError: OnError): INodeExecutionData[] {
	return items.map(({ json, pairedItem, failure }) => {
		if (failure === undefined) return { json, pairedItem };
		// Where the builder of the item has put the key already, it stays in its place.
		const whole = { ...json, error: failure };
		if (onError !== 'errorOutput') return { json: whole, pairedItem };
		const item = Array.isArray(pairedItem) ? (pairedItem[0]?.item ?? 0) : pairedItem.item;
		return { json: { error: whole, message: failure }, pairedItem: { item } };
	});
}
