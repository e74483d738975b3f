/** What a crash report says of the program and the machine that it ran on. */
export const ORIGIN = {
	version: '0.0.0',
	nodeVersion: '20.20.0',
	platform: 'linux',
	arch: 'x64',
	host: 'graph.facebook.com',
	graphVersion: null,
};
