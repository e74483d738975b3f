import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appCreationSteps } from '../../source/domain/app-creation.ts';
import { DEFAULT_PURPOSE, PURPOSES, permissionsFor } from '../../source/domain/permissions.ts';
import { describeNeeds } from '../../source/domain/use-cases.ts';

test('An app is made in six steps, with the permissions that its use case does not bring', () => {
	const steps = appCreationSteps();
	assert.equal(steps.length, 6);
	assert.match(
		steps[3] ?? '',
		/"Add" for pages_read_engagement, pages_manage_posts, until each is "Ready for testing"/,
	);
	assert.match(
		appCreationSteps(permissionsFor('messenger'))[3] ?? '',
		/pages_manage_metadata, pages_messaging|pages_read_engagement/,
	);
});

test('A purpose says which use cases it needs, what they bring, and what is added one by one', () => {
	assert.deepEqual(describeNeeds(permissionsFor('publish')), [
		'The use case "Manage everything on your Page" brings pages_show_list, business_management.',
		'Add the others one by one: Use cases > Customize > Permissions.',
	]);
	const second = (purpose: (typeof PURPOSES)[number]['id']) =>
		describeNeeds(permissionsFor(purpose)).filter((sentence) => sentence.startsWith('Needs another use case'));
	assert.deepEqual(second('messenger'), [
		'Needs another use case in the app: "Engage with customers on Messenger from Meta".',
	]);
	assert.deepEqual(second('instagram'), [
		'Needs another use case in the app: "Manage messaging & content on Instagram".',
	]);
	assert.deepEqual([second('comments'), second('insights'), second('everything').length], [[], [], 2]);
});

test('Insights are asked for only by who wants them', () => {
	const asking = PURPOSES.filter(({ permissions }) => permissions.includes('read_insights')).map(({ id }) => id);
	assert.deepEqual(asking, ['insights', 'everything']);
	assert.equal(permissionsFor(DEFAULT_PURPOSE).includes('read_insights'), false);
});
