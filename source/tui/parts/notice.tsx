import { Box, Spacer } from 'ink';
import type { ReactNode } from 'react';
import { Remark, type RemarkTone } from './remark.tsx';

/** The words of a notice, and how they are meant. */
export type NoticeContent = { tone: RemarkTone; text: string };

/** A passing message, or a question, at the foot of the body; without one, whatever else is to be said there. */
export function Notice({ content, otherwise }: { content: NoticeContent | null; otherwise: ReactNode }) {
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
