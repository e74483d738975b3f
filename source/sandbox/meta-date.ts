const format = new Intl.DateTimeFormat('en-US', {
	timeZone: 'America/Los_Angeles',
	weekday: 'long',
	day: '2-digit',
	month: 'short',
	year: '2-digit',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	hourCycle: 'h23',
	timeZoneName: 'short',
});

/** A time in Graph's error messages, always Pacific: `Tuesday, 25-Nov-25 15:00:00 PST`. Takes Unix seconds. */
export function metaDate(seconds: number): string {
	const part = Object.fromEntries(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
	const date = `${part.day}-${part.month}-${part.year}`;
	return `${part.weekday}, ${date} ${part.hour}:${part.minute}:${part.second} ${part.timeZoneName}`;
}
