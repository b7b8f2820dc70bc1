// n8n finds the nodes and the credential through the "n8n" section of package.json; this is for those who require the package.
module.exports = require('./dist/bundle.js');
