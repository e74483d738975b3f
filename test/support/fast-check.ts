import * as fc from 'fast-check';
import { tried } from './tried.ts';

export * from 'fast-check';

/** How many times more runs each property gets than in the tests: FUZZ, 1 unless set. */
const FACTOR = Number(process.env.FUZZ || 1);
const RUNS = 100;

/** `mostRuns`: more would find nothing new, since there are only a few inputs. */
type Parameters<Ts = unknown> = fc.Parameters<Ts> & { mostRuns?: number };

type Assert = {
	<Ts>(property: fc.IAsyncProperty<Ts>, parameters?: Parameters<Ts>): Promise<void>;
	<Ts>(property: fc.IProperty<Ts>, parameters?: Parameters<Ts>): void;
};

/** As fast-check's own, with as many more runs as `npm run fuzz` asks for. */
export const assert = ((property: fc.IRawProperty<unknown>, { mostRuns, ...parameters }: Parameters = {}) => {
	const numRuns = Math.min((parameters.numRuns ?? RUNS) * FACTOR, mostRuns ?? Number.POSITIVE_INFINITY);
	tried('inputs', numRuns);
	return fc.assert(property, { ...parameters, numRuns });
}) as Assert;
