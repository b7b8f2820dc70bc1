// n8n finds the node and the credential through the "n8n" section of package.json; this is for those who require the package.
const { DesktopSid } = require('./dist/nodes/DesktopSid/DesktopSid.node.js');
const {
	HuaweiCloudWorkspaceApi,
} = require('./dist/credentials/HuaweiCloudWorkspaceApi.credentials.js');

module.exports = { DesktopSid, HuaweiCloudWorkspaceApi };
