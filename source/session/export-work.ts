import type { PageRecord } from '../domain/page.ts';
import { ProblemError, problem } from '../domain/problem.ts';
import { exportText } from '../operations/export-formats.ts';
import { type Reported, unsaved } from '../operations/report.ts';
import { checkSecretFile, describeWritten, writeSecretFile } from '../operations/secret-file.ts';
import { accessOf, type Context, type Effect } from './context.ts';
import type { SessionEvent } from './events.ts';

/** Writes Pages with their tokens into a file. */
export async function exportPages(effect: Effect<'export-pages'>, context: Context): Promise<SessionEvent> {
	const { run, pages, among, format, file, mayReplace, profile } = effect;
	const check = await checkSecretFile({ file, format }, context.options.env);
	if (check.state === 'refused') {
		throw new ProblemError(problem('disk', { kind: 'file-refused', reason: check.reason, mayBeFixed: true }));
	}
	if (check.state === 'occupied' && !mayReplace) return { type: 'export-occupied', run, reason: check.reason };
	const text = await exportText(format, pages, { among, report: () => reported(pages, profile, context) });
	const written = await writeSecretFile({ file, format }, text, { mayReplace });
	return { type: 'exported', run, note: describeWritten({ file, format }, pages.length, written) };
}

/** What the JSON output of the verbs tells of these Pages. */
async function reported(pages: readonly PageRecord[], profile: string | null, context: Context): Promise<Reported> {
	const { app, version, client, inspected, signedIn } = accessOf(context);
	const stored = profile === null ? null : await context.options.vault?.find(profile);
	if (stored) return { ...stored, pages };
	const userInfo = signedIn?.info ?? inspected?.info;
	if (!userInfo) throw new Error('There is no long-lived user token yet.');
	const graphUrl = client.transport.graph.origin;
	return unsaved({ app, version, graphUrl, user: inspected?.user ?? null, userInfo, pages, problems: [] }, []);
}
