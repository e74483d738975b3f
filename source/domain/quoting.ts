/** A text as one word for a POSIX shell or fish, whatever is in it but NUL. Within quotes, only fish takes backslashes for escapes. */
export function quotedForShell(text: string): string {
	return `'${text.replace(/['\\]/g, "'\\$&'")}'`;
}

/** A word for a POSIX shell, in quotes where it needs them. */
export function wordForShell(word: string): string {
	return /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u.test(word) ? word : quotedForShell(word);
}

/**
 * A value for a `.env` file, as the `dotenv` package and Node itself read it back. Shells and other packages read such files
 * too, and run or expand what they find, some of them in any quotes, so nothing of that kind is left: a dollar sign becomes a
 * full-width one. The format knows no escapes: beside what a shell would run in double quotes an apostrophe becomes a typographic
 * one; an equals sign before a double quote a full-width one, since phpdotenv takes them for the beginning of several lines; a blank
 * comes behind a backslash that would stand before the closing quote; and a carriage return becomes a new line.
 */
export function quotedForDotenv(text: string): string {
	if (/^[\w.:-]+$/.test(text)) return text;
	const lines = text.replace(/\r\n?/g, '\n').replaceAll('$', '＄');
	if (lines.includes("'") && !/["`\\]/.test(lines)) return `"${lines}"`;
	return `'${lines.replaceAll("'", '’').replaceAll('="', '＝"').replace(/\\$/, '\\ ')}'`;
}

// Signs with which a formula begins, also in full and in small width, which spreadsheets take for the same.
const FORMULA =
	/(^|[,;|\t\r\n])(?=(?:(?![\t\r\n])[\s\p{C}"'“”‘’])*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212])/gu;

// The words of numbers, times and dates: English ones, which spreadsheets know in any language, and German ones.
const WORDS_OF_NUMBERS = new RegExp(
	`^(?:${[
		'[ETZ]|[AP]M|jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz?|mrz|apr(?:il)?|ma[iy]|june?|juni|july?|juli|aug(?:ust)?',
		'sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day',
		'(?:mon|tue|wed|thu|fri|sat|sun)|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|mo|di|mi|do|fr|sa|so',
	].join('|')})$`,
	'iu',
);
const TRUTH = /^(?:true|false|wahr|falsch)$/i;
/** A number that stays as it is: no more digits than a spreadsheet keeps. */
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;

/**
 * A cell of a CSV file (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises ("CSV
 * Injection"), also behind a character that is the separator of another spreadsheet, which does not heed the quotes; and so does
 * what it would take for a number that it does not keep.
 */
export function quotedForCsv(text: string): string {
	const safe = text.replace(FORMULA, "$1'");
	const inert = isRewritten(text) && !safe.startsWith("'") ? `'${safe}` : safe;
	return /[",;|\t\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Would a spreadsheet take this for a number, a date, a time or a truth value, and show it in another way? */
function isRewritten(text: string): boolean {
	if (WHOLE_NUMBER.test(text)) return false;
	const words = text.match(/\p{L}+/gu) ?? [];
	return TRUTH.test(text) || (/\p{Nd}/u.test(text) && words.every((word) => WORDS_OF_NUMBERS.test(word)));
}

/** A text as one word for PowerShell, in quotes where it needs them. It takes typographic apostrophes for straight ones. */
export function quotedForPowerShell(text: string): string {
	return /^[\p{L}\p{N}_./:+-]+$/u.test(text) ? text : `'${text.replace(/['\u2018-\u201B]/g, '$&$&')}'`;
}

/**
 * An expression for PowerShell whose value is a text of one line. It is ASCII alone: Windows PowerShell reads a file or a pipe in the
 * code page of the system, in which parts of other characters are apostrophes.
 */
export function valueForPowerShell(text: string): string {
	const parts = text.match(/[\x20-\x7E]+|[^\x20-\x7E]/g) ?? [];
	const words = parts.map((part) => (/[\x20-\x7E]/.test(part) ? `'${part.replaceAll("'", "''")}'` : codeUnit(part)));
	// What is first decides that texts are joined, and not numbers added.
	return (words[0]?.startsWith("'") ? words : ["''", ...words]).join(' + ');
}

function codeUnit(character: string): string {
	return `[char]0x${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
