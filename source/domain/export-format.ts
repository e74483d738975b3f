/** The forms in which Pages and their tokens are handed to other programs. */
export const EXPORT_FORMATS = ['dotenv', 'json', 'csv', 'shell'] as const;

/** One of {@link EXPORT_FORMATS}. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
