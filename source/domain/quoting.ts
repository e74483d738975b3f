/** A text as one word for a POSIX shell, whatever is in it but NUL. */
export function quotedForShell(text: string): string {
	return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A value for a `.env` file, as the `dotenv` package and Node itself read it back. Shells and other packages read such files
 * too, and run or expand what stands in any but single quotes, so nothing of that kind is left in others. The format knows no
 * escapes: beside it an apostrophe becomes a typographic one; a blank comes behind a backslash that would stand before the
 * closing quote; and a carriage return becomes a new line.
 */
export function quotedForDotenv(text: string): string {
	if (/^[\w.:-]+$/.test(text)) return text;
	const lines = text.replace(/\r\n?/g, '\n');
	if (lines.includes("'") && !/["$`\\]/.test(lines)) return `"${lines}"`;
	return `'${lines.replaceAll("'", '’').replace(/\\$/, '\\ ')}'`;
}

/**
 * A cell of a CSV file (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it, as OWASP
 * advises ("CSV Injection").
 */
export function quotedForCsv(text: string): string {
	const inert = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** A text as one word for PowerShell, in quotes where it needs them. It takes typographic apostrophes for straight ones. */
export function quotedForPowerShell(text: string): string {
	return /^[\p{L}\p{N}_./:+-]+$/u.test(text) ? text : `'${text.replace(/['\u2018-\u201B]/g, '$&$&')}'`;
}
