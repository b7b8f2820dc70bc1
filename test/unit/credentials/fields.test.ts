import { ENTERPRISE_PROJECT, scopeAdvice } from '../../../credentials/huaweicloud/fields';

it.each([
	['workspace:desktops:list', ` ${ENTERPRISE_PROJECT}`],
	['workspace:desktops:updateSids', ''],
	['', ''],
])('the enterprise project is advised only where it narrows a list: %j', (action, advice) => {
	expect(scopeAdvice(action)).toBe(advice);
});
