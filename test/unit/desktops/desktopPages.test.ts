import { listingProblem, readDesktopPage } from '../../../nodes/DesktopSid/desktops/desktopPages';
import { faultOf } from '../answers';
import { answer } from './fakeList';

const page = (json: unknown) => readDesktopPage(answer(200, json), 'page 1');

describe('a page of desktops', () => {
	it.each([
		[3, 3],
		[0, 0],
		['3', 3],
		[' 3 ', 3],
		['', undefined],
		[' ', undefined],
		['many', undefined],
		[-1, undefined],
		[1.5, undefined],
		[2 ** 53, undefined],
		[null, undefined],
		[true, undefined],
	])('of which total_count is %j counts %j', (total_count, total) => {
		expect(page({ total_count, desktops: [] })).toEqual({ kind: 'page', entries: [], total });
	});

	it('has the names and the SID of a desktop where they are texts, and all its fields', () => {
		const texts = { desktop_id: 'a', computer_name: 'PC-1', os_host_name: '', sid: 'S-1-1-0' };
		const others = { desktop_id: 'b', computer_name: 7, os_host_name: null, sid: {} };
		expect(page({ desktops: [texts, others, { desktop_id: ' ' }] })).toStrictEqual({
			kind: 'page',
			entries: [{ ...texts, fields: texts }, { desktop_id: 'b', fields: others }, undefined],
			total: undefined,
		});
	});

	it.each([
		['by the service', answer(401, { error_code: 'APIGW.0301', error_msg: 'Incorrect.' })],
		['before it was asked', faultOf({ cause: 'signIn', message: 'Refused.' })],
	])('tells a sign-in that is refused %s from other reasons', (_name, reply) => {
		expect(readDesktopPage(reply, 'page 1')).toMatchObject({
			kind: 'refused',
			signInRefused: true,
		});
	});

	it('is refused for another reason without a word of the sign-in', () => {
		const reply = answer(500, { error_code: 'WKS.0500', error_msg: 'Internal' });
		expect(readDesktopPage(reply, 'page 1')).not.toHaveProperty('signInRefused');
	});
});

describe('the problem of a list', () => {
	it('names the list and the reason, and leaves hope', () => {
		expect(listingProblem('It is odd.')).toEqual({
			kind: 'problem',
			hope: 'later',
			message: 'The list of desktops could not be read. It is odd.',
			reason: 'It is odd.',
		});
	});
});
