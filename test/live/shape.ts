/** A reply of Graph without its values: what was asked for, the status, the names of the headers, and the body. */
export type Reply = { request: string; status: number; headers: readonly string[]; body: unknown };

/** What was seen at one place of the bodies: its JSON types, how often, and in how many objects it could have been. */
type Place = { types: Set<string>; count: number; isKey: boolean };

/** The places of all bodies, by their paths: `data[].access_token`. */
type Places = Map<string, Place>;

/** All replies to one kind of request with one status. */
type Group = { request: string; status: number; count: number; headers: Map<string, number>; places: Places };

/** Ids and other keys that are no field's name say something about an account. */
function nameOfKey(key: string): string {
	if (/^\d+$/.test(key)) return '{id}';
	return /^[a-z][a-z0-9_]{0,59}$/.test(key) ? key : '{key}';
}

function typeOf(value: unknown): string {
	return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function note(value: unknown, path: string, places: Places, isKey = false): void {
	const place = places.get(path) ?? { types: new Set(), count: 0, isKey };
	places.set(path, place);
	place.types.add(typeOf(value));
	place.count++;
	if (Array.isArray(value)) for (const item of value) note(item, `${path}[]`, places);
	else if (typeof value === 'object' && value !== null) {
		for (const [key, child] of Object.entries(value)) {
			note(child, path === '' ? nameOfKey(key) : `${path}.${nameOfKey(key)}`, places, true);
		}
	}
}

/** The replies in groups, by request and status. */
function groupsOf(replies: readonly Reply[]): Map<string, Group> {
	const groups = new Map<string, Group>();
	for (const { request, status, headers, body } of replies) {
		const key = `${request} ${status}`;
		const group = groups.get(key) ?? { request, status, count: 0, headers: new Map(), places: new Map() };
		groups.set(key, group);
		group.count++;
		for (const name of headers) group.headers.set(name, (group.headers.get(name) ?? 0) + 1);
		note(body, '', group.places);
	}
	return groups;
}

const parentOf = (path: string): string => path.replace(/\.?[^.[\]]+$/, '');

/** Is a key in every object that could have it? */
function isAlways(path: string, places: Places): boolean {
	const place = places.get(path);
	return place !== undefined && (!place.isKey || place.count >= (places.get(parentOf(path))?.count ?? 0));
}

/** `differences`: what the sandbox does not play. `unseen`: what only the sandbox has, which an account may lack. */
export type Comparison = { differences: string[]; unseen: string[] };

/** Compares the shapes of replies with those of the sandbox. */
export function compare(replies: readonly Reply[], ofSandbox: readonly Reply[]): Comparison {
	const [here, there] = [groupsOf(replies), groupsOf(ofSandbox)];
	const differences: string[] = [];
	const unseen: string[] = [];
	for (const [key, group] of here) {
		const same = there.get(key);
		if (!same) {
			const isAnswered = [...there.values()].some(({ request }) => request === group.request);
			differences.push(isAnswered ? `${key}: another status` : `${key}: the sandbox was not asked for this`);
			continue;
		}
		for (const name of group.headers.keys())
			if (!same.headers.has(name)) differences.push(`${key}: header ${name} is not in the sandbox`);
		for (const [name, count] of same.headers) {
			if (count === same.count && (group.headers.get(name) ?? 0) < group.count)
				differences.push(`${key}: header ${name} is ${group.headers.has(name) ? 'at times ' : ''}missing`);
		}
		comparePlaces(key, group.places, same.places, { differences, unseen });
	}
	for (const key of there.keys()) if (!here.has(key)) unseen.push(key);
	return { differences, unseen };
}

function comparePlaces(key: string, here: Places, there: Places, { differences, unseen }: Comparison): void {
	for (const [path, { types }] of here) {
		const same = there.get(path);
		if (!same) {
			// What is below a place that the sandbox does not have, or in a list that it leaves empty, is told with that place.
			if (there.has(parentOf(path)) || path.endsWith('[]')) differences.push(`${key}: ${path} is not in the sandbox`);
			continue;
		}
		const other = [...types].filter((type) => !same.types.has(type));
		if (other.length > 0)
			differences.push(
				`${key}: ${path || 'the body'} is ${other.join(' or ')}, in the sandbox ${[...same.types].join(' or ')}`,
			);
	}
	for (const path of there.keys()) {
		const isPossible = path.endsWith('[]') ? false : here.has(parentOf(path));
		if (path === '' || !isPossible) continue;
		if (!isAlways(path, there)) {
			if (!here.has(path)) unseen.push(`${key}: ${path}`);
		} else if (!isAlways(path, here)) {
			differences.push(`${key}: ${path} is ${here.has(path) ? 'at times ' : ''}missing`);
		}
	}
}

/** The shapes as data that is safe to attach to a report: no value of any reply is in it. */
export function recordOf(replies: readonly Reply[]): unknown {
	return [...groupsOf(replies).values()].map(({ request, status, count, headers, places }) => ({
		request,
		status,
		count,
		headers: Object.fromEntries(headers),
		body: Object.fromEntries(
			[...places].map(([path, { types, count }]) => [path, { types: [...types].sort(), count }]),
		),
	}));
}
