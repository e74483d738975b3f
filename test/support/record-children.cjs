// Preloaded into the built program: writes down the command line and the environment of every program that it starts, a line
// of JSON each. RECORD_CHILDREN names the file, and is not handed on.
const childProcess = require('node:child_process');
const { appendFileSync } = require('node:fs');

const file = process.env.RECORD_CHILDREN;
delete process.env.RECORD_CHILDREN;

const { spawn } = childProcess.ChildProcess.prototype;
childProcess.ChildProcess.prototype.spawn = function (options) {
	if (file) appendFileSync(file, `${JSON.stringify({ args: options.args, env: options.envPairs })}\n`);
	return spawn.call(this, options);
};
