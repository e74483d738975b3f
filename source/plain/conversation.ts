import { pageOfWay } from '../graph/links.ts';
import { NEWEST_VERSION } from '../graph/version.ts';
import { nameHost, startWork, type UiOptions, type UiOutcome } from '../session/options.ts';
import { TITLES } from '../session/session-text.ts';
import { isBusy, isWriting, openPage, type SessionState, type Step } from '../session/state.ts';
import { onSignal } from '../system/on-signal.ts';
import { Desk } from './desk.ts';
import { LineReader } from './line-reader.ts';
import { linesOfProblem, Narrator } from './narrator.ts';
import { Paper } from './paper.ts';
import { askForApp, introduceApp } from './steps/app.ts';
import { askToExport, introduceExport } from './steps/export.ts';
import { askAfterProgress, askForAddress } from './steps/no-pages.ts';
import { introducePage } from './steps/page.ts';
import { PageQuestions } from './steps/pages.ts';
import { askForPurpose, introducePermissions } from './steps/permissions.ts';
import { askForPassphrase, askForProfile, introduceProfiles } from './steps/profiles.ts';
import { askToSave } from './steps/save.ts';
import { askForToken, introduceToken, openDialog } from './steps/token.ts';

const WELCOME =
	'Questions and answers, line by line. ? tells what can be answered; Ctrl+D goes back; Ctrl+C stops what runs, or leaves.';

/** Runs the terminal program as questions and answers on the screen as it is, until the person leaves it. */
export async function runPlain(options: UiOptions): Promise<UiOutcome> {
	const { stdin, stdout, unicode, now, transport, prefill, profile } = options;
	const paper = new Paper(stdout, unicode);
	const fault = new AbortController();
	const work = startWork(options, {
		show: (effect) => {
			if (effect.type === 'say') paper.write(effect.text);
			else if (effect.type === 'leave') desk.leave(effect.exitCode);
			else if (effect.type === 'open-page-of')
				desk.errands.open(
					pageOfWay(effect.way, options.hosts, desk.journey.app.id, desk.journey.app.version ?? NEWEST_VERSION),
				);
			else openDialog(desk, effect.address);
		},
		onFault: (error) => fault.abort(error),
	});
	using reader = new LineReader(stdin, stdout, () => interrupt(desk), options.job);
	const desk = new Desk({ options, paper, work, reader });
	const narrator = new Narrator((...lines) => paper.write(...lines), { now, clock: transport.patience.clock });
	let told = desk.journey;
	const unsubscribe = work.store.subscribe(() => {
		const before = told;
		told = desk.journey;
		narrator.tell(before, told);
	});
	using _ = onSignal(() => {
		reader[Symbol.dispose]();
		paper.write('');
	});
	try {
		paper.write(WELCOME, ...(prefill.profilesProblem ? linesOfProblem(prefill.profilesProblem) : []));
		if (profile !== undefined) desk.dispatch({ type: 'open-profile', name: profile });
		await Promise.race([talk(desk), rejectionOf(fault.signal)]);
		return { exitCode: desk.exitCode ?? 0, journey: desk.journey };
	} finally {
		unsubscribe();
		work.abort();
		await transport.close();
	}
}

/** A part of the journey: what is said when it begins, and what is asked as long as it lasts. */
type Part = { introduce?: (desk: Desk) => void; ask: (desk: Desk) => Promise<unknown> };

/** Asks one question after the other. While work runs, nothing is asked. */
async function talk(desk: Desk): Promise<void> {
	const pages = new PageQuestions(desk);
	const parts: Readonly<Record<Step, Part>> = {
		profiles: { introduce: introduceProfiles, ask: askForProfile },
		unlock: { ask: askForPassphrase },
		app: { introduce: introduceApp, ask: askForApp },
		permissions: { introduce: introducePermissions, ask: askForPurpose },
		token: { introduce: introduceToken, ask: askForToken },
		progress: { ask: askAfterProgress },
		pages: { ask: pages.askForPage },
		page: { introduce: introducePage, ask: pages.askAboutPage },
		add: { ask: askForAddress },
		export: { introduce: introduceExport, ask: askToExport },
		save: { ask: askToSave },
	};
	const host = nameHost(desk.options);
	let place: readonly unknown[] = [];
	for (;;) {
		await desk.until((journey) => !isBusy(journey));
		if (desk.exitCode !== null) return;
		const { journey } = desk;
		if (journey.departing?.isSaving === false) {
			await desk.askBeforeDeparting(journey.departing.by);
			continue;
		}
		const part = parts[journey.step];
		const here = placeOf(journey);
		if (here.some((value, index) => value !== place[index])) {
			desk.paper.write('', [titleOf(journey), host].filter(Boolean).join(' - '));
			part.introduce?.(desk);
			place = here;
		}
		await part.ask(desk);
	}
}

/** What it takes for a part of the journey to be introduced anew. */
function placeOf({ step, openPageId, profiles, signIn }: SessionState): readonly unknown[] {
	return [step, step === 'page' && openPageId, step === 'profiles' && profiles.all, step === 'token' && signIn.way];
}

function titleOf(journey: SessionState): string {
	return (journey.step === 'page' && openPage(journey)?.name) || TITLES[journey.step];
}

/** Ctrl+C: stops what runs; what is being written is waited for. Where nothing runs, it leaves. */
function interrupt({ paper, dispatch, journey }: Desk): void {
	if (isWriting(journey) && !journey.isKeychainSlow) paper.write('One moment: something is being written.');
	// A connection says itself that it was cancelled.
	else if (isBusy(journey) && !isWriting(journey) && !journey.connection.running) paper.write('Stopped.');
	dispatch({ type: 'cancel' });
}

function rejectionOf(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		if (signal.aborted) reject(signal.reason);
		signal.addEventListener('abort', () => reject(signal.reason), { once: true });
	});
}
