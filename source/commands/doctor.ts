import type { Check, CheckName } from '../domain/check.ts';
import { cleanText } from '../domain/clean-text.ts';
import { redact } from '../domain/redact.ts';
import { checkAll, type Machine } from '../operations/doctor.ts';
import { glyphsFor } from '../terminal/glyphs.ts';
import type { Context } from './shared/context.ts';
import { EXIT } from './shared/exit-code.ts';
import { briefPatience } from './shared/open-vault.ts';
import { transportFor } from './shared/transport-for.ts';
import type { Verb } from './shared/verb.ts';
import { writeJson } from './shared/write.ts';

const LABELS: Readonly<Record<CheckName, string>> = {
	node: 'Node',
	hosts: 'Hosts',
	proxy: 'Proxy',
	tls: 'TLS',
	network: 'Network',
	'graph-version': 'Graph API',
	clock: 'Clock',
	store: 'Store',
	'file-modes': 'Files',
	profile: 'Profile',
	keychain: 'Keychain',
	browser: 'Browser',
	clipboard: 'Clipboard',
	terminal: 'Terminal',
};
const LABEL_WIDTH = 9;

/**
 * Says of each part of the surroundings that it is fine, or what to do. With a part that has failed the exit code is 1.
 *
 *     ✓ Network   graph.facebook.com answers in 84 ms
 *     ! Keychain  There is no system keychain here
 *                 → A profile can be sealed with a passphrase instead: …
 */
export const verb: Verb = {
	examples: ['fb-token-tui doctor', 'fb-token-tui doctor --json'],
	async run(_, context) {
		const { options, env, stdout, hosts, now, signal, unicode } = context;
		const checks: Check[] = [];
		const findings = checkAll(
			machineOf(context),
			{
				env,
				hosts,
				connect: (onCall) =>
					transportFor(
						{
							...context,
							onCall(call) {
								context.onCall?.(call);
								onCall(call);
							},
						},
						// That Meta wants a pause is an answer as well.
						{ longestPauseMs: 0 },
					),
				forcedVersion: options.graphVersion,
				now,
				signal,
			},
			briefPatience(context),
		);
		for await (const finding of findings) {
			const check = { ...finding, detail: redact(finding.detail) };
			checks.push(check);
			if (!options.json) stdout.write(linesOf(check, unicode));
		}
		if (options.json) writeJson(stdout, { version: 1, checks });
		return checks.some(({ state }) => state === 'failed') ? EXIT.failed : EXIT.fine;
	},
};

function machineOf({ env, stdout }: Context): Machine {
	const { isTTY, columns = 0, rows = 0 } = stdout;
	const { platform, arch, versions } = process;
	return { env, platform, arch, nodeVersion: versions.node, size: isTTY ? { columns, rows } : null };
}

function linesOf({ name, state, detail, remedy }: Check, unicode: boolean): string {
	const glyphs = glyphsFor(unicode);
	const sign = { fine: glyphs.good, warning: glyphs.warn, failed: glyphs.bad }[state];
	const first = `${sign} ${LABELS[name].padEnd(LABEL_WIDTH)}  ${cleanText(detail)}\n`;
	return remedy === null ? first : `${first}${' '.repeat(LABEL_WIDTH + 4)}${glyphs.arrow} ${remedy}\n`;
}
