/** What a person may set up in the HTTP Request node: every kind of query and body, pages, and redirects. */
import { manyDesktops } from '../../../simulator/estate.mts';
import type { HttpRequest } from './httpNode.mts';

export const DESKTOPS = manyDesktops(7, { drifted: 1 });
export const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const [ONE = '', TWO = '', THREE = '', FOUR = ''] = IDS;

/** Where the Workspace API is. */
interface Place {
	endpoint: string;
	projectId: string;
}

/** What each of the nodes sends, by its name. */
export function requestsTo({ endpoint, projectId }: Place): Record<string, HttpRequest> {
	const desktops = `${endpoint}/v2/${projectId}/desktops`;
	const put = { method: 'PUT', url: `${desktops}/sids` } as const;
	const ids = (...desktop_ids: string[]) => ({ desktop_ids });
	const raw = (text: string, type: string) => ({ ...put, body: { raw: text, type } });
	return {
		...listOf({ endpoint, projectId }),
		'Name to encode': { url: desktops, query: [['computer_name', "ä b&c=d/e+f'(g)*"]] },
		'All pages': { url: desktops, query: [['limit', '3']], options: PAGES },
		'JSON body': { ...put, body: { json: ids(ONE) } },
		'Raw JSON body': raw(`\n${JSON.stringify(ids(TWO))}\n`, 'application/json'),
		'Raw text body': raw(' text \n', 'text/plain'),
		'Empty JSON body': { ...put, body: { json: {} } },
		Redirect: { url: `${desktops}/redirect` },
		'Redirected update': { ...put, url: `${desktops}/redirect`, body: { json: ids(THREE) } },
	};
}

/**
 * Bodies whose bytes are not known when they are signed. For access keys only: n8n answers any refusal of an IAM user by sending
 * the request again, and 1.123 hangs when that is a form that was sent already.
 */
export function formsTo({ endpoint, projectId }: Place): Record<string, HttpRequest> {
	const put = { method: 'PUT', url: `${endpoint}/v2/${projectId}/desktops/sids` } as const;
	return {
		'Form body': { ...put, body: { form: [['desktop_ids', THREE]] } },
		'Multipart body': { ...put, body: { form: [['desktop_ids', FOUR]], multipart: true } },
	};
}

/** Two desktops by their ids: the address has a query of its own, and a parameter comes twice. */
export function listOf({ endpoint, projectId }: Place): Record<string, HttpRequest> {
	const query: HttpRequest['query'] = [
		['desktop_id', ONE],
		['desktop_id', TWO],
	];
	const url = `${endpoint}/v2/${projectId}/desktops?limit=5`;
	return { List: { url, query } };
}

const PAGES = {
	pagination: {
		pagination: {
			paginationMode: 'updateAParameterInEachRequest',
			parameters: {
				parameters: [{ type: 'qs', name: 'offset', value: '={{ $pageCount * 3 }}' }],
			},
			paginationCompleteWhen: 'other',
			completeExpression: '={{ $response.body.desktops.length < 3 }}',
		},
	},
};
