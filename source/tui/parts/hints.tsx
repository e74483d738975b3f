import { Box, Text } from 'ink';
import stringWidth from 'string-width';
import { hasUnsaved } from '../../session/departing.ts';
import type { KeyAction } from '../../session/events.ts';
import { signsInAgain } from '../../session/problems.ts';
import { isCovered, type Scope, scopeOf } from '../../session/question.ts';
import { methodToRun } from '../../session/sign-in.ts';
import type { SessionState } from '../../session/state.ts';
import type { Glyphs } from '../../terminal/glyphs.ts';
import { type Binding, KEYMAP, keyLabel } from '../keymap.ts';
import { useGlyphs } from '../theme.tsx';

/** The keys of the screen, as many as fit, in one quiet line: `⏎ open · / filter · ? keys`. */
export function Hints({ session }: { session: SessionState }) {
	const glyphs = useGlyphs();
	const scope = scopeOf(session);
	const enter = enterLabelOf(scope, session);
	const hints = KEYMAP[scope]
		.filter(({ hint, action, keys }) => hint && isOffered(action, session) && !(enter === null && keys[0] === 'enter'))
		.map((binding) => hintOf(isStop(binding, session) ? { ...binding, label: 'stop' } : binding, enter, glyphs));
	return (
		<Box height={1} flexShrink={0}>
			<Text wrap="truncate">
				{hintsThatFit(hints, session.screen.columns - 2, glyphs).map(({ key, label }, index) => (
					<Text key={key}>
						{index > 0 ? <Text dimColor>{` ${glyphs.separator} `}</Text> : null}
						{key}
						<Text dimColor> {label}</Text>
					</Text>
				))}
			</Text>
		</Box>
	);
}

/** Going back from a sign-in that runs only stops it. */
function isStop({ action }: Binding, { step, signIn }: SessionState): boolean {
	return action === 'back' && step === 'token' && signIn.status.state === 'running';
}

/** A key, and what it does. Vital are the first one, the way back and the way to all keys. */
type Hint = { key: string; label: string; isVital: boolean };

function hintOf({ keys, label }: Binding, enterLabel: string | null | undefined, glyphs: Glyphs): Hint {
	const [first = ''] = keys;
	const isArrows = keys.includes('up') && keys.includes('down') && first !== 'tab';
	return {
		key: isArrows ? glyphs.upDown : keyLabel(first, glyphs),
		label: first === 'enter' ? (enterLabel ?? label) : label,
		isVital: first === 'esc' || first === '?',
	};
}

/** The hints that fit: the vital ones come before the others. */
function hintsThatFit(hints: readonly Hint[], width: number, { separator }: Glyphs): Hint[] {
	const between = separator.length + 2;
	const widthOf = (some: readonly Hint[]) =>
		some.reduce((sum, { key, label }) => sum + stringWidth(`${key} ${label}`) + between, -between);
	let shown = hints.filter(({ isVital }, index) => index === 0 || isVital);
	for (const hint of hints) {
		const more = hints.filter((candidate) => candidate === hint || shown.includes(candidate));
		if (widthOf(more) <= width) shown = more;
	}
	return shown;
}

/** Only what is not saved can be; only a profile whose sign-in has ended needs another token. */
function isOffered(action: KeyAction | null, session: SessionState): boolean {
	const { opened, screen } = session;
	if (isCovered(session)) return action !== 'page-down' || Boolean(screen.scrollLimit);
	if (action === 'start-saving') return opened === null || hasUnsaved(session);
	return action !== 'paste-again' || Boolean(opened?.ended);
}

/** What Enter does where that depends on more than the screen; null where it does nothing. */
function enterLabelOf(scope: Scope, session: SessionState): string | null | undefined {
	const { token, signIn, connection } = session;
	if (scope === 'progress' && connection.running) return null;
	if (scope === session.step && signsInAgain(session)) return 'sign in again';
	if (scope === 'page') return null;
	if (scope !== 'token') return undefined;
	if (signIn.status.state === 'running') return signIn.address === null ? null : 'open again';
	if (token.status.state === 'done') return 'go on';
	if (token.text.length > 0) return 'check';
	return methodToRun(session) === null ? 'open' : 'sign in';
}
