import { PROTECTIONS, WEAKER } from '../domain/protection.ts';
import { Secret } from '../domain/secret.ts';
import { proposeName } from '../operations/profiles.ts';
import { describeKeychain, type KeychainState } from '../vault/keychain-state.ts';
import { complaintAboutName } from '../vault/profile.ts';
import { passphraseFrom } from '../vault/protection.ts';
import type { Draft } from './connect-questions.ts';
import type { Step } from './shared/ask-in-turn.ts';
import { findSaveTarget, protectionFor, warnAboutPassphrase } from './shared/save-target.ts';
import { UsageError } from './shared/usage-error.ts';

const NOWHERE = '-';

/** The questions where to save: the name of the profile, and how it is protected. */
export function saveSteps(draft: Draft): Step[] {
	const { args, context, questions } = draft;
	const { env, options, stderr } = context;
	let names: readonly string[] = [];
	let keychain: KeychainState = { is: 'absent' };
	let passphrase: Secret | null = null;
	const isOwn = () => {
		const [owner, person] = [draft.target?.existing?.user, draft.review?.user];
		return !owner || !person || owner.id === person.id;
	};
	const usualName = () => {
		const { existing } = draft.target ?? {};
		return existing && isOwn() ? existing.name : proposeName(draft.app?.app.name ?? null, names);
	};
	const choices = () => PROTECTIONS.filter(({ kind }) => kind !== 'keychain' || keychain.is === 'available');
	return [
		{
			isAsked: () => false,
			text: () => '',
			usual: () => null,
			help: () => [],
			async take() {
				names = (await draft.target?.vault.list())?.map(({ name }) => name) ?? [];
			},
		},
		{
			isAsked: () => args.save && options.profile === null,
			text: () => `Save as profile (${NOWHERE} does not save)`,
			usual: usualName,
			help: () => ['With a profile, list, token and export work without signing in again.'],
			async take(answer) {
				if (answer === null) return;
				const name = answer.trim();
				if (name === NOWHERE) {
					draft.target = null;
					return;
				}
				const complaint = complaintAboutName(name);
				if (complaint) throw new UsageError(complaint);
				const named = { ...context, options: { ...options, profile: name } };
				const target = await findSaveTarget(named, draft.app?.app.id ?? '', questions);
				if (target.existing && name !== usualName()) {
					const question = `Replace the saved profile "${name}"? Its saved tokens are overwritten.`;
					if (!(await questions.confirm(question))) return 'again';
				}
				draft.target = target;
			},
		},
		{
			isAsked: () => false,
			text: () => '',
			usual: () => null,
			help: () => [],
			async take() {
				if (draft.target) keychain = await draft.target.vault.keychainState();
			},
		},
		{
			isAsked: () =>
				draft.target !== null && draft.target.secrets === null && !args.insecureStorage && !passphraseFrom(env),
			introduction: () => [
				...(keychain.is === 'available' ? [] : [`${describeKeychain(keychain)}.`]),
				'What protects the tokens?',
				...choices().map(
					({ kind, words }, index) => `  ${index + 1}. ${kind}: ${words}${kind === 'file' ? `. ${WEAKER}` : ''}`,
				),
			],
			text: () => 'Protection, by number or name',
			usual: () => choices()[0]?.kind ?? null,
			help: () => ['The tokens are saved in an encrypted file. This says where its key is.'],
			async take(answer) {
				passphrase = null;
				if (answer === null) {
					draft.protection =
						draft.target && (await protectionFor(draft.target, context, args.insecureStorage ?? false));
					return;
				}
				const chosen = choices()[Number(answer) - 1] ?? choices().find(({ kind }) => kind === answer.trim());
				if (!chosen) throw new UsageError('That is no protection.');
				passphrase = chosen.kind === 'passphrase' ? new Secret('') : null;
				draft.protection = chosen.kind === 'passphrase' ? null : { kind: chosen.kind };
			},
		},
		{
			isAsked: () => passphrase !== null,
			text: () => 'Passphrase, hidden',
			usual: () => null,
			isHidden: true,
			help: () => ['Without this passphrase nobody can read the saved tokens, not even you.'],
			async take(answer) {
				if (answer === null) return;
				if (answer === '') throw new UsageError('The passphrase cannot be empty.');
				passphrase = new Secret(answer);
				warnAboutPassphrase(passphrase, stderr);
			},
		},
		{
			isAsked: () => passphrase !== null,
			text: () => 'The same again, hidden',
			usual: () => null,
			isHidden: true,
			help: () => ['Type the same passphrase again.'],
			async take(answer) {
				if (answer === null || !passphrase) return;
				if (!passphrase.equals(new Secret(answer))) {
					questions.tell('The two differ.');
					return 'back';
				}
				draft.protection = { kind: 'passphrase', passphrase };
			},
		},
	];
}
