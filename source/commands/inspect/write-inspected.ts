import { cleanText } from '../../domain/clean-text.ts';
import { isGrantedByPage, missingPermissions } from '../../domain/permissions.ts';
import { problemText } from '../../domain/problem-text.ts';
import { permissionsForPage, type TokenInfo } from '../../domain/token.ts';
import {
	describeDataAccess,
	describeEndings,
	describeExpiry,
	describeKind,
	describeNextStep,
	type LimitedGrant,
	limitedGrants,
} from '../../domain/token-text.ts';
import { reasonsFor } from '../../domain/verdict.ts';
import type { InspectedToken } from '../../operations/inspect.ts';
import { type Glyphs, glyphsFor } from '../../terminal/glyphs.ts';
import { COMMAND_LINE } from '../shared/problem-ui.ts';
import type { Output } from '../shared/write.ts';

const PROOF = 'Meta: type PAGE, valid, and expires_at is 0, which means never.';
const LOOK_YOURSELF = "See it in Meta's own debugger: developers.facebook.com/tools/debug/accesstoken";
const LABEL_WIDTH = 12;
/** Ids that a line may list; an account may have thousands of Pages. */
const MOST_IDS = 10;

/** How a token is to be written. `wanted` are the permissions that it should carry; `now` is in Unix seconds. */
export type WriteInspectedOptions = { wanted: readonly string[]; reveal: boolean; unicode: boolean; now: number };

/**
 * Writes what was found out about a token:
 *
 *     ✓ Page token: permanent
 *     Meta: type PAGE, valid, and expires_at is 0, which means never.
 *
 *     Token        EAAB…x9fQ · 213 characters · sha256 4f2a91
 *     Page         My Bakery (104829375610284)
 *     App          My App (1203987654019283)
 */
export function writeInspected(output: Output, inspected: InspectedToken, options: WriteInspectedOptions): void {
	const glyphs = glyphsFor(options.unicode);
	const { assessment, problem, info } = inspected;
	const isPermanent = assessment?.verdict === 'permanent';
	const head = `${signOf(inspected, glyphs)} ${describeKind(info.type)}: ${assessment?.verdict ?? 'valid'}`;
	const reasons = isPermanent ? [PROOF] : reasonsFor(inspected);
	// The reasons of a verdict say what the title says.
	const title = problem && reasons.length > 0 && !isPermanent ? '' : `${problem && problemText(problem).title}. `;
	const told = problem && assessment?.verdict !== 'invalid' ? [`${title}${problemText(problem).cause}`] : [];
	const lines = linesOf(inspected, options, glyphs);
	output.write(
		[
			...[head, ...reasons, ...told].map(cleanText),
			'',
			...lines.map(([label, text]) => `${label.padEnd(LABEL_WIDTH)} ${cleanText(text)}`),
			'',
		].join('\n'),
	);
}

function signOf({ assessment, problem }: InspectedToken, glyphs: Glyphs): string {
	if (assessment?.verdict === 'invalid') return glyphs.bad;
	if (problem) return glyphs.warn;
	return assessment?.verdict === 'unknown' ? glyphs.unknown : glyphs.good;
}

type Line = readonly [label: string, text: string];

function linesOf(inspected: InspectedToken, options: WriteInspectedOptions, glyphs: Glyphs): Line[] {
	const { info, token, gaps } = inspected;
	const isDead = info.isValid === false;
	const lines: (Line | null)[] = [
		['Token', tokenLine(inspected, glyphs)],
		options.reveal ? ['Value', token.reveal()] : null,
		...holderLines(inspected),
		['App', info.appId === null ? 'Meta does not tell' : named(info.appId, info.appName)],
		...clockLines(info, isDead, options.now),
		...permissionLines(info, options.wanted),
		isDead ? null : ['Ends', describeEndings(info.type)],
		['Next', nextStep(inspected, options.now)],
		...gaps.map((gap): Line => ['Not known', gap]),
	];
	return lines.filter((line) => line !== null);
}

function tokenLine(
	{ summary: { preview, length, fingerprint } }: InspectedToken,
	{ separator, ellipsis }: Glyphs,
): string {
	return [preview.replace('…', ellipsis), `${length} characters`, `sha256 ${fingerprint.slice(0, 6)}`].join(
		` ${separator} `,
	);
}

function holderLines({ info: { type, profileId, userId }, holder }: InspectedToken): Line[] {
	const label = type === 'SYSTEM_USER' ? 'System user' : 'Person';
	if (type !== 'PAGE') {
		const id = holder?.id ?? userId;
		return id === null || id === undefined ? [] : [[label, named(id, holder?.name ?? null)]];
	}
	const id = profileId ?? holder?.id;
	const page: Line = ['Page', id === undefined ? 'Meta does not tell' : named(id, holder?.name ?? null)];
	return userId === null ? [page] : [page, ['Behind it', userId]];
}

function clockLines({ type, expiresAt, dataAccessExpiresAt, scopes }: TokenInfo, isDead: boolean, now: number): Line[] {
	if (type === 'APP') return isDead ? [] : [['Expires', 'never expires']];
	if (isDead && type === null) return [];
	return [
		['Expires', describeExpiry(expiresAt, isDead, now)],
		['Data access', describeDataAccess(dataAccessExpiresAt, scopes, now)],
	];
}

function permissionLines(info: TokenInfo, wanted: readonly string[]): Line[] {
	if (info.type === 'APP' || (info.type === null && info.scopes.length === 0)) return [];
	const granted = info.profileId === null ? info.scopes : permissionsForPage(info, info.profileId);
	const missing = missingPermissions(wanted, granted);
	return [
		['Granted', granted.join(', ') || 'nothing'],
		...limitedGrants(info.granularScopes).map((grant): Line => ['Limited to', limit(grant, info.profileId)]),
		...(missing.length > 0 ? [['Missing', missing.join(', ')] as const] : []),
	];
}

function limit({ permissions, targetIds }: LimitedGrant, pageId: string | null): string {
	const names = permissions.join(', ');
	if (pageId !== null && targetIds.join() === pageId) return `this Page: ${names}`;
	const rest = targetIds.length - MOST_IDS;
	const ids = targetIds.slice(0, MOST_IDS).join(', ') || 'nothing';
	const what = permissions.every(isGrantedByPage) && targetIds.length > 0 ? 'the Pages ' : '';
	return `${what}${ids}${rest > 0 ? ` and ${rest} more` : ''}: ${names}`;
}

function nextStep({ assessment, problem, info }: InspectedToken, now: number): string {
	if (problem) return problemText(problem, COMMAND_LINE).remedy;
	return assessment?.verdict === 'unknown' ? LOOK_YOURSELF : describeNextStep(info, now);
}

function named(id: string, name: string | null): string {
	return name === null ? id : `${name} (${id})`;
}
