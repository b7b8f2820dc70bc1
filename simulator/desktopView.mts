import type { Behaviour } from './behaviour.mts';
import type { Cloud } from './cloud.mts';
import type { Desktop } from './desktop.mts';

/** Account of the sample; not an AD domain. */
const ACCOUNT_ID = 'd78cbac186b744899480f25bd022f468';

/** SimpleDesktopInfo: what ListDesktops shows of a desktop. */
export function desktopView(
	desktop: Desktop,
	cloud: Cloud,
	projectId: string,
	form: Behaviour['domainStatusForm'],
) {
	const { user_name } = desktop;
	const attached = {
		user_id: `id-of-${user_name}`,
		user_name,
		user_group: 'default',
		type: 'USER',
	};
	return {
		desktop_id: desktop.desktop_id,
		computer_name: desktop.computer_name,
		os_host_name: desktop.os_host_name,
		sid: cloud.shownSidOf(desktop),
		ou_name: desktop.ou_name,
		status: desktop.status,
		task_status: '',
		desktop_type: desktop.desktop_type,
		pool_id: desktop.pool_id,
		subnet_id: desktop.subnet_id,
		availability_zone: desktop.availability_zone,
		user_name,
		user_group: 'default',
		attach_user_infos: user_name === '' ? [] : [attached],
		enterprise_project_id: desktop.enterprise_project_id,
		bill_resource_id: desktop.desktop_id,
		in_maintenance_mode: desktop.in_maintenance_mode,
		tags: desktop.tags,
		created: desktop.created,
		domain_id: ACCOUNT_ID,
		project_id: projectId,
		ip_address: desktop.ip_address,
		share_resource_sku: '',
		connect_status: desktop.connectStatus,
		...domainStatusOf(desktop, cloud, form),
	};
}

/** The state of the domain membership in the form of the region, or nothing at all. */
function domainStatusOf(desktop: Desktop, cloud: Cloud, form: Behaviour['domainStatusForm']) {
	const domain_status = cloud.shownDomainStatusOf(desktop);
	switch (form) {
		case 'number':
			return { domain_status };
		case 'text':
			return { domain_status: String(domain_status) };
		case 'absent':
			return {};
	}
}
