import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toJsonSchemaDefs } from '@valibot/to-json-schema';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { OUTPUTS, type Outputs, PARTS } from '../../source/operations/output-schema.ts';
import { PROGRAM } from './run-program.ts';

/** The file of the built program that describes all its JSON. */
export const SCHEMA = JSON.parse(readFileSync(join(dirname(PROGRAM), 'output.schema.json'), 'utf8'));

/** What the program prints today, to the last field and word; the file is open to what later versions add. */
const STRICT = { ...SCHEMA, $defs: toJsonSchemaDefs({ ...OUTPUTS, ...PARTS }, { target: 'draft-2020-12' }) };

const ajv = new Ajv2020({ allErrors: true });
ajv.addSchema(STRICT, 'outputs');

/** Tests a value against one of the definitions of the file; without a name, against all that the program prints. */
export function validatorOf(name?: keyof Outputs): ValidateFunction {
	const validate = ajv.getSchema(name === undefined ? 'outputs' : `outputs#/$defs/${name}`);
	assert.ok(validate, `the file describes no ${name}`);
	return validate;
}

/** Reads one of the outputs; fails where it is not as the file describes it, to the last key. */
export function readOutput<Name extends keyof Outputs>(name: Name, text: string): Outputs[Name] {
	const value: Outputs[Name] = JSON.parse(text);
	const validate = validatorOf(name);
	const isValid: boolean = validate(value);
	assert.ok(isValid, ajv.errorsText(validate.errors));
	return value;
}

/** Reads the one profile of what a verb printed. */
export function readReport(stdout: string): Outputs['report']['profiles'][number] {
	const [profile, ...more] = readOutput('report', stdout).profiles;
	assert.ok(profile && more.length === 0, 'one profile was expected');
	return profile;
}

/** Reads the one problem that stands on standard error, without the sentence that names another host than Meta's. */
export function readProblem(stderr: string): Outputs['problem'] {
	const problem = readOutput('problem', stderr);
	return { ...problem, cause: problem.cause.replace(/ Using http\S+ \(FB_TOKEN_TUI_.+ instead of Meta\.$/, '') };
}
