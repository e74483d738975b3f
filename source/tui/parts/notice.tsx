import { Box, Spacer } from 'ink';
import type { ReactNode } from 'react';
import { type Tone, Toned } from '../theme.tsx';

/** The words of a notice, and how they are meant. */
export type NoticeContent = { tone: Tone; text: string };

/** A passing message, or a question, at the foot of the body; without one, whatever else is to be said there. */
export function Notice({ content, otherwise }: { content: NoticeContent | null; otherwise: ReactNode }) {
	if (!content && !otherwise) return null;
	return (
		<>
			<Spacer />
			<Box flexShrink={0}>
				{content ? (
					<Toned tone={content.tone} wrap="wrap">
						{content.text}
					</Toned>
				) : (
					otherwise
				)}
			</Box>
		</>
	);
}
