import { Refusal } from './answer.mts';
import type { Behaviour } from './behaviour.mts';
import type { Condition } from './desktopFilter.mts';
import type { QueryReader } from './desktopQuery.mts';
import { workspaceError } from './errors.mts';

/** What sibling services take for "all enterprise projects that the caller has rights on". */
const ALL_GRANTED = 'all_granted_eps';

/**
 * Which desktops `enterprise_project_id` lets through, and the rights of a caller whose policy is for some enterprise projects only.
 *
 * @param granted those enterprise projects; `undefined` = all
 * @throws Refusal (403) for one that is not among them
 */
export function enterpriseConditions(
	query: QueryReader,
	behaviour: Behaviour,
	granted: readonly string[] | undefined,
): Condition[] {
	const asked = query.text('enterprise_project_id');
	const theirs: Condition[] =
		granted === undefined ? [] : [({ enterprise_project_id: id }) => granted.includes(id)];
	if (asked === ALL_GRANTED) {
		if (behaviour.allGrantedEps === 'all') return theirs;
		const message = 'The request parameter enterprise_project_id is invalid.';
		throw new Refusal(workspaceError(behaviour, 400, 'badRequest', message));
	}
	if (asked !== undefined) {
		if (granted?.includes(asked) === false) throw denied(behaviour);
		return [({ enterprise_project_id: id }) => id === asked];
	}
	if (granted === undefined || behaviour.withoutEnterpriseProject === 'theirs') return theirs;
	if (behaviour.withoutEnterpriseProject === 'empty') return [() => false];
	throw denied(behaviour);
}

function denied(behaviour: Behaviour): Refusal {
	const message = "Policy doesn't allow workspace:desktops:list to be performed.";
	return new Refusal(workspaceError(behaviour, 403, 'denied', message));
}
