/** The forms in which Pages and their tokens are handed to other programs. */
export const EXPORT_FORMATS = ['dotenv', 'json', 'csv', 'shell'] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The formats in words. */
export const FORMAT_WORDS: Readonly<Record<ExportFormat, string>> = {
	dotenv: '.env file',
	json: 'JSON, as list --json --reveal prints it',
	csv: 'CSV table',
	shell: 'export commands for a POSIX shell',
};
