import type { Cloud } from './cloud.mts';
import type { Desktop } from './desktop.mts';

/** Account of the sample; not an AD domain. */
const ACCOUNT_ID = 'd78cbac186b744899480f25bd022f468';

/** SimpleDesktopInfo: what ListDesktops shows of a desktop. */
export function simpleView(desktop: Desktop, cloud: Cloud, projectId: string) {
	return {
		...sharedFields(desktop, cloud),
		domain_id: ACCOUNT_ID,
		project_id: projectId,
		ip_address: desktop.ip_address,
		share_resource_sku: '',
		connect_status: 'REGISTERED',
	};
}

/** DesktopDetailInfo: what ListDesktopsDetail and ShowDesktopDetail show of a desktop. */
export function detailView(desktop: Desktop, cloud: Cloud, withJoinDomain: boolean) {
	const os = desktop.os === 'Windows' ? 'Windows 11 Enterprise' : 'UOS 20 Professional';
	return {
		...sharedFields(desktop, cloud),
		os_version: os,
		login_status: desktop.status === 'ACTIVE' ? 'REGISTERED' : 'UNREGISTER',
		is_support_internet: desktop.is_support_internet,
		is_attaching_eip: false,
		addresses: { [desktop.subnet_id]: [{ addr: desktop.ip_address, version: '4' }] },
		ip_addresses: [desktop.ip_address],
		ipv4: desktop.ip_address,
		user_list: desktop.user_name === '' ? [] : [desktop.user_name],
		user_group_list: [],
		attach_state: desktop.user_name === '' ? 'UNATTACH' : 'ATTACHED',
		resource_type: desktop.desktop_type,
		metadata: {
			os_type: desktop.os,
			os_bit: '64',
			desktop_os_version: os,
			charging_mode: desktop.charge_mode,
		},
		product_id: 'workspace.x86.ultimate.large2',
		root_volume: { type: 'SAS', size: 80, device: '/dev/sda' },
		data_volumes: [],
		site_type: 'CENTER',
		// 0 = joined, 1 = not, as Terraform's provider documents its own attribute.
		...(withJoinDomain
			? { join_domain: desktop.domainStatus === 1 ? '0' : '1', ou_version: 'OuV1' }
			: {}),
	};
}

function sharedFields(desktop: Desktop, cloud: Cloud) {
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
	};
}
