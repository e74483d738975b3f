import { Box } from 'ink';
import { PROTECTIONS, WEAKER, warningAboutPassphrase } from '../../domain/protection.ts';
import { Secret } from '../../domain/secret.ts';
import { isQuitting } from '../../session/departing.ts';
import { RUNNING } from '../../session/session-text.ts';
import type { SaveField } from '../../session/state.ts';
import { useLineEditor } from '../editing/use-line-editor.ts';
import { Choice } from '../parts/choice.tsx';
import { Field, FieldLabel, LABEL_WIDTH } from '../parts/field.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { Remark } from '../parts/remark.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * What a profile is to be called, and what protects its tokens.
 *
 *     Name        my-app
 *     Protection  ❯ A key in your keychain
 *                   A passphrase
 *                   A key in a file beside it
 */
export function SaveScreen({ journey, width, isActive, isRevealing, dispatch }: View) {
	const { mask } = useGlyphs();
	const { save } = journey;
	const isFocused = (field: SaveField) => isActive && save?.field === field && save.status.state !== 'running';
	const name = useLineEditor({
		value: save?.name ?? '',
		onChange: (text) => dispatch({ type: 'edit-save-name', text }),
		isActive: isFocused('name'),
	});
	const secretField = (field: 'passphrase' | 'again') => ({
		value: save?.[field].reveal() ?? '',
		onChange: (value: string) => dispatch({ type: 'edit-save-passphrase', field, value: new Secret(value) }),
		isActive: isFocused(field),
	});
	const passphrase = useLineEditor(secretField('passphrase'));
	const again = useLineEditor(secretField('again'));
	if (!save) return null;
	return (
		<Box flexDirection="column">
			<Field label="Name" line={name} width={width} isFocused={isFocused('name')} />
			<Box height={1} flexShrink={1} />
			<Box flexShrink={0}>
				<FieldLabel text="Protection" isFocused={isFocused('kind')} />
				<Box flexDirection="column" width={Math.max(1, width - LABEL_WIDTH)}>
					{PROTECTIONS.map(({ kind, words }) => (
						<Choice
							key={kind}
							words={words}
							isChosen={save.kind === kind}
							isPossible={kind !== 'keychain' || save.keychain?.isAvailable !== false}
						/>
					))}
				</Box>
			</Box>
			{save.kind === 'passphrase' ? (
				<>
					<Box height={1} flexShrink={1} />
					<Field
						label="Passphrase"
						placeholder="some words that only you know"
						line={passphrase}
						width={width}
						isFocused={isFocused('passphrase')}
						mask={isRevealing ? null : mask}
						isCounted
					/>
					<Field
						label="Once more"
						placeholder="the same words again"
						line={again}
						width={width}
						isFocused={isFocused('again')}
						mask={isRevealing ? null : mask}
						isCounted
					/>
				</>
			) : null}
			<Box height={1} flexShrink={1} />
			{save.kind === 'passphrase' && save.field !== 'passphrase' && save.passphrase.length > 0 ? (
				<Warning text={warningAboutPassphrase(save.passphrase)} />
			) : null}
			{save.kind === 'file' && save.status.state !== 'refused' ? <Remark tone="warn">{WEAKER}</Remark> : null}
			{save.keychain?.isAvailable === false && save.status.state !== 'refused' ? (
				<Toned tone="quiet" wrap="wrap">
					{save.keychain.words}.
				</Toned>
			) : null}
			{journey.departing ? (
				<Toned tone="quiet">{isQuitting(journey.departing.by) ? 'Then the program ends.' : 'Then you continue.'}</Toned>
			) : null}
			{save.keychain === null ? <StepLine state="running" text={RUNNING.keychain} /> : null}
			{save.status.state === 'running' ? <StepLine state="running" text={RUNNING.save} /> : null}
			{save.status.state === 'refused' ? <ProblemBox problem={save.status.problem} scope="save" /> : null}
		</Box>
	);
}

function Warning({ text }: { text: string }) {
	return text === '' ? null : <Remark tone="warn">{text}</Remark>;
}
