import { describeKeychain, type KeychainState } from '../../domain/keychain-state.ts';
import { PROTECTIONS, WEAKER } from '../../domain/protection.ts';
import { Secret } from '../../domain/secret.ts';
import { proposeName } from '../../operations/profiles.ts';
import { complaintAboutName } from '../../vault/profile.ts';
import { passphraseFrom } from '../../vault/protection.ts';
import type { Step } from '../shared/ask-in-turn.ts';
import { namedProfile } from '../shared/choose-profiles.ts';
import { findSaveTarget, protectionFor, warnAboutPassphrase } from '../shared/save-target.ts';
import { UsageError } from '../shared/usage-error.ts';
import { checkedApp, type Draft } from './draft.ts';

/** The name that saves nothing. */
const NOWHERE = '-';

/** Where to save: the name of the profile, and what protects it. `mustChoose` asks for the name in any case. */
export function saveSteps(
	draft: Draft,
	{ mustChoose = false } = {},
): Record<'name' | 'protection' | 'passphrase' | 'again', Step> {
	const { args, context, questions } = draft;
	const { options, env } = context;
	let usualName = '';
	let keychain: KeychainState = { is: 'absent' };
	let passphrase: Secret | null = null;
	const choices = () => PROTECTIONS.filter(({ kind }) => kind !== 'keychain' || keychain.is === 'available');

	const name: Step = {
		async question() {
			if (!args.save || (namedProfile(context) !== null && !mustChoose)) return null;
			usualName = await proposedName(draft);
			return {
				text: `Save as profile (${NOWHERE} does not save)`,
				usual: usualName,
				help: ['With a profile, list, token and export work without signing in again.'],
			};
		},
		async take(answer) {
			if (answer === null) return undefined;
			const profile = answer.trim();
			if (profile === NOWHERE) {
				draft.target = null;
				return undefined;
			}
			const complaint = complaintAboutName(profile);
			if (complaint) throw new UsageError(complaint);
			const isOpen = draft.target?.existing?.name === profile && draft.target.secrets !== null;
			// Its passphrase was asked for already. After a failure the profile may have changed, so it is read again.
			if (isOpen && profile === usualName && !mustChoose) return undefined;
			const named = { ...context, options: { ...options, profile } };
			const target = await findSaveTarget(named, draft.appId, questions);
			const question = `Replace the saved profile "${profile}"? Its saved tokens are overwritten.`;
			if (target.existing && profile !== usualName && !(await questions.confirm(question))) return 'again';
			draft.target = target;
			return undefined;
		},
	};

	const protection: Step = {
		async question() {
			const { target } = draft;
			passphrase = null;
			if (!target || target.secrets || args.insecureStorage || passphraseFrom(env)) return null;
			keychain = await target.vault.keychainState();
			return {
				introduction: [
					...(keychain.is === 'available' ? [] : [`${describeKeychain(keychain)}.`]),
					'What protects the tokens?',
					...choices().map(
						({ kind, words }, index) => `  ${index + 1}. ${kind}: ${words}${kind === 'file' ? `. ${WEAKER}` : ''}`,
					),
				],
				text: 'Protection, by number or name',
				usual: choices()[0]?.kind,
				help: ['The tokens are saved in an encrypted file. This is where its key comes from.'],
			};
		},
		async take(answer) {
			if (answer === null) {
				draft.protection = draft.target && (await protectionFor(draft.target, context, args.insecureStorage ?? false));
				return undefined;
			}
			const chosen = choices()[Number(answer) - 1] ?? choices().find(({ kind }) => kind === answer.trim());
			if (!chosen) throw new UsageError('That is no protection.');
			if (chosen.kind === 'passphrase') passphrase = new Secret('');
			else draft.protection = { kind: chosen.kind };
			return undefined;
		},
	};

	const ask = (text: string, help: string) => () => (passphrase ? { text, isHidden: true, help: [help] } : null);
	return {
		name,
		protection,
		passphrase: {
			question: ask('Passphrase, hidden', 'Without it nobody can open the saved tokens, not even you.'),
			async take(answer) {
				if (answer === '') throw new UsageError('The passphrase cannot be empty.');
				if (answer !== null) passphrase = new Secret(answer);
				if (passphrase) warnAboutPassphrase(passphrase, context.stderr);
				return undefined;
			},
		},
		again: {
			question: ask('The same again, hidden', 'Type the same passphrase again.'),
			async take(answer) {
				if (!passphrase || answer === null) return undefined;
				if (!passphrase.equals(new Secret(answer))) {
					questions.tell('The two differ.');
					return 'back';
				}
				draft.protection = { kind: 'passphrase', passphrase };
				return undefined;
			},
		},
	};
}

/** Whether tokens that could not be saved are saved in another way. `count` says how many, as `2 Page tokens`. */
export function leaveOrSave(count: string): Step {
	return {
		question: () => ({
			text: `${count} not saved. s saves in another way, q quits`,
			usual: 's',
			help: ['Tokens that are not saved are lost when the program ends. They stay valid at Meta.'],
		}),
		async take(answer) {
			const word = answer?.trim().toLowerCase();
			if (word === 'q') return 'end';
			if (word !== 's') throw new UsageError('Answer s or q.');
			return undefined;
		},
	};
}

/** The profile of this app and person, else a free name after the app. */
async function proposedName(draft: Draft): Promise<string> {
	const { target, inspected } = draft;
	const existing = target?.existing ?? null;
	const isOwn = !existing?.user || !inspected?.user || existing.user.id === inspected.user.id;
	if (existing && isOwn) return existing.name;
	const taken = (await target?.vault.list()) ?? [];
	return proposeName(
		checkedApp(draft).app.name,
		taken.map(({ name }) => name),
	);
}
