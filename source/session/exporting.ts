import { tokenState } from '../domain/page.ts';
import { problem } from '../domain/problem.ts';
import { EXPORT_FORMATS } from '../operations/export-formats.ts';
import type { ExportingEvent } from './events.ts';
import { type Next, refused, type SessionState, say, stay } from './state.ts';
import { isBusy, WAIT } from './work.ts';

/** One step of writing Pages with their tokens into a file. */
export function advanceExporting(state: SessionState, event: ExportingEvent): Next {
	const { exporting } = state;
	if (event.type === 'start-exporting') return start(state, event);
	const isRunning = exporting?.status.state === 'running';
	// A file that is being written is waited for.
	if (!exporting || (isRunning && !('run' in event))) return stay(state);
	switch (event.type) {
		case 'edit-file':
			return edit(state, { file: event.text });
		case 'focus-export-field':
			return stay({ ...state, exporting: { ...exporting, field: event.field } });
		case 'choose-format': {
			// A file that the person has named stays.
			const { format } = event;
			const isProposed = exporting.file === EXPORT_FORMATS[exporting.format].file;
			return edit(state, { format, file: isProposed ? EXPORT_FORMATS[format].file : exporting.file });
		}
		case 'submit-export':
			return submit(state, exporting, { mayReplace: false });
		case 'export-occupied':
			return edit(state, { replacing: event.reason });
		case 'answer-overwriting':
			return event.isWanted && exporting.replacing !== null && state.step === 'export'
				? submit(state, exporting, { mayReplace: true })
				: edit(state, { field: 'file' });
		case 'exported':
			return say({ ...state, exporting: null, step: exporting.from }, 'good', event.note);
		case 'export-refused':
			return stay({ ...state, exporting: { ...exporting, status: refused(event.problem) } });
	}
}

function start(state: SessionState, { ids, now }: Extract<ExportingEvent, { type: 'start-exporting' }>): Next {
	if (isBusy(state)) return say(state, 'plain', WAIT);
	const wanted = new Set(ids);
	const usable = state.pages.filter(
		(page) => page.token !== null && wanted.has(page.id) && tokenState(page, now) === 'usable',
	);
	if (usable.length === 0) return say(state, 'plain', 'There is no living token to export.');
	const exporting = {
		ids: usable.map(({ id }) => id),
		leftOut: ids.length - usable.length,
		format: 'dotenv' as const,
		file: EXPORT_FORMATS.dotenv.file,
		field: 'format' as const,
		from: state.step === 'page' ? ('page' as const) : ('pages' as const),
		status: { state: 'idle' as const },
		replacing: null,
	};
	return stay({ ...state, exporting, step: 'export' });
}

type Form = NonNullable<SessionState['exporting']>;

function edit(state: SessionState, part: Partial<Form>): Next {
	const idle = { status: { state: 'idle' as const }, replacing: null };
	const exporting = state.exporting && { ...state.exporting, ...idle, ...part };
	return stay({ ...state, exporting });
}

function submit(state: SessionState, exporting: Form, { mayReplace }: { mayReplace: boolean }): Next {
	const file = exporting.file.trim();
	if (file === '') return stay({ ...state, exporting: { ...exporting, status: refused(NO_FILE) } });
	const run = state.run + 1;
	const wanted = new Set(exporting.ids);
	return {
		state: { ...state, run, exporting: { ...exporting, status: { state: 'running' }, replacing: null } },
		effects: [
			{
				type: 'export-pages',
				run,
				pages: state.pages.filter(({ id }) => wanted.has(id)),
				among: state.pages,
				format: exporting.format,
				file,
				mayReplace,
				profile: state.opened?.name ?? null,
			},
		],
	};
}

const NO_FILE = problem('disk', { kind: 'file-unnamed' });
