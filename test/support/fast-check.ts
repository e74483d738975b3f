import * as fc from 'fast-check';
import { tried } from './tried.ts';

export * from 'fast-check';

/** How many times more runs each property gets than in the tests: FUZZ, 1 unless set. */
const FACTOR = Number(process.env.FUZZ || 1);
const RUNS = 100;

/** As fast-check's own, with as many more runs as `npm run fuzz` asks for. */
export const assert = ((property: fc.IRawProperty<unknown>, parameters: fc.Parameters<unknown> = {}) => {
	const numRuns = (parameters.numRuns ?? RUNS) * FACTOR;
	tried('inputs', numRuns);
	return fc.assert(property, { ...parameters, numRuns });
}) as typeof fc.assert;
