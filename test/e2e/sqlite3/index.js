// n8n's own sqlite3 is compiled, or downloaded from a code host, when it is installed. This one has the same interface
// and every binary in its npm package, so n8n can be had from an npm registry alone.
module.exports = require('@appthreat/sqlite3').default;
