import { Box, Spacer } from 'ink';
import type { ReactNode } from 'react';
import type { Notice as Content } from '../../session/state.ts';
import { Remark } from './remark.tsx';

/** A passing message, or a question, at the foot of the body; without one, whatever else is to be said there. */
export function Notice({ content, otherwise }: { content: Content | null; otherwise: ReactNode }) {
	if (!content && !otherwise) return null;
	return (
		<>
			<Spacer />
			<Box flexDirection="column" flexShrink={0}>
				{content ? <Remark tone={content.tone}>{content.text}</Remark> : otherwise}
			</Box>
		</>
	);
}
