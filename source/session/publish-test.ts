import type { PublishTestEvent } from './events.ts';
import { type Next, refused, type SessionState, say, stay } from './state.ts';
import { isBusy } from './work.ts';

/** One step of testing whether a Page's token can publish. */
export function advancePublishTest(state: SessionState, event: PublishTestEvent): Next {
	const { publishTest } = state;
	switch (event.type) {
		case 'test-publishing': {
			const page = state.pages.find(({ id, token }) => id === event.id && token);
			if (!page) return stay(state);
			if (isBusy(state)) return say(state, 'plain', 'One moment: something else is still running.');
			const run = state.run + 1;
			const running = { id: page.id, status: { state: 'running' as const } };
			return { state: { ...state, run, publishTest: running }, effects: [{ type: 'test-publishing', run, page }] };
		}
		case 'publishing-tested': {
			if (!publishTest) return stay(state);
			const status = event.problem ? refused(event.problem) : ({ state: 'done', value: null } as const);
			return stay({ ...state, publishTest: { ...publishTest, status } });
		}
	}
}
