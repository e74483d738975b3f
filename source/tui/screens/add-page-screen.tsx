import { Box } from 'ink';
import { RUNNING } from '../../session/session-text.ts';
import { useLineEditor } from '../editing/use-line-editor.ts';
import { Field } from '../parts/field.tsx';
import { ProblemBox } from '../parts/problem-box.tsx';
import { StepLine } from '../parts/step-line.tsx';
import { Toned } from '../theme.tsx';
import type { View } from '../view.ts';

/**
 * Asks for a Page that no list has.
 *
 *     Meta does not list every Page. One on which you have a role can be named here.
 *
 *     Page        facebook.com/MyBakery
 */
export function AddPageScreen({ journey, width, isActive, dispatch }: View) {
	const { text, status } = journey.adding;
	const line = useLineEditor({
		value: text,
		onChange: (value) => dispatch({ type: 'edit-address', text: value }),
		isActive,
	});
	return (
		<Box flexDirection="column">
			<Toned wrap="wrap">
				Meta does not list every Page. One on which you have a role can be named here, by its id or its address.
			</Toned>
			<Box height={1} flexShrink={1} />
			<Field
				label="Page"
				line={line}
				width={width}
				isFocused={isActive}
				placeholder="an id, or facebook.com/MyBakery"
			/>
			<Box height={1} flexShrink={1} />
			{status.state === 'running' ? <StepLine state="running" text={RUNNING.add} /> : null}
			{status.state === 'refused' ? <ProblemBox problem={status.problem} scope="add" /> : null}
		</Box>
	);
}
