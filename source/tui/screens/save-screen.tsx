import { Box } from 'ink';
import { PROTECTIONS, WEAKER, warningAboutPassphrase } from '../../domain/protection.ts';
import { isQuitting } from '../../session/departing.ts';
import { scopeOf } from '../../session/question.ts';
import { RUNNING } from '../../session/session-text.ts';
import { Choices } from '../parts/choices.tsx';
import { Field, MaskedField } from '../parts/field.tsx';
import { Remark } from '../parts/remark.tsx';
import { StatusLines } from '../parts/status-lines.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * What a profile is to be called, and what protects its tokens.
 *
 *     Name        my-app
 *     Protection  ❯ A key in your keychain
 *                   A passphrase
 *                   A key in a file beside it
 */
export function SaveScreen({ session, width }: View) {
	const { save, departing } = session;
	if (!save) return null;
	const isTyped = save.kind === 'passphrase' && save.field !== 'passphrase' && save.passphrase.length > 0;
	const warning = isTyped && warningAboutPassphrase(save.passphrase);
	return (
		<Box flexDirection="column">
			<Field session={session} name="save-name" label="Name" width={width} />
			<Box height={1} flexShrink={1} />
			<Choices
				label="Protection"
				isFocused={save.field === 'kind' && save.status.state !== 'running' && scopeOf(session) === 'save'}
				width={width}
				choices={PROTECTIONS}
				chosen={save.kind}
				impossible={save.keychain?.isAvailable === false ? 'keychain' : undefined}
			/>
			{save.kind === 'passphrase' ? (
				<>
					<Box height={1} flexShrink={1} />
					<MaskedField
						session={session}
						name="passphrase"
						label="Passphrase"
						width={width}
						placeholder="some words that only you know"
					/>
					<MaskedField
						session={session}
						name="again"
						label="Once more"
						width={width}
						placeholder="the same words again"
					/>
				</>
			) : null}
			<Box height={1} flexShrink={1} />
			{warning ? <Remark tone="warn">{warning}</Remark> : null}
			{save.kind === 'file' && save.status.state !== 'refused' ? <Remark tone="warn">{WEAKER}</Remark> : null}
			{save.keychain?.isAvailable === false && save.status.state !== 'refused' ? (
				<Toned tone="quiet" wrap="wrap">
					{save.keychain.words}.
				</Toned>
			) : null}
			{departing ? (
				<Toned tone="quiet">{isQuitting(departing.by) ? 'Then the program ends.' : 'Then you continue.'}</Toned>
			) : null}
			{save.keychain === null ? <StepLine state="running" text={RUNNING.keychain} /> : null}
			<StatusLines status={save.status} running={RUNNING.save} scope="save" />
		</Box>
	);
}
