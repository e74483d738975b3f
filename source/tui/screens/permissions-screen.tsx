import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { jobOf, PURPOSES, permissionsFor } from '../../domain/permissions.ts';
import { describeNeeds } from '../../domain/use-cases.ts';
import { chosenPurposes } from '../../session/forms.ts';
import { Scrollable } from '../parts/scrollable.tsx';
import { Cell, Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

const NAME_WIDTH = 28;

/**
 * What the tokens are for, and the permissions that this takes.
 *
 *     ❯ [✓] Publish posts
 *       [ ] Read only
 *
 *     Permissions that it needs:
 *     pages_show_list         list the Pages you manage
 */
export function PermissionsScreen(props: View) {
	const { session, width, rows } = props;
	const { highlighted, ticked } = session;
	const glyphs = useGlyphs();
	const names = permissionsFor(...chosenPurposes(session));
	const items = PURPOSES.map(({ id, title }) => ({
		label: `[${ticked.includes(id) ? glyphs.good : ' '}] ${title}`,
		value: id,
	}));
	return (
		<Box flexDirection="column">
			<Box flexDirection="column" flexShrink={0}>
				<SelectInput
					// It only paints: what it is at is part of the session's state.
					key={highlighted}
					items={items}
					initialIndex={items.findIndex(({ value }) => value === highlighted)}
					isFocused={false}
					indicatorComponent={Indicator}
					itemComponent={Item}
				/>
			</Box>
			<Box height={1} flexShrink={1} />
			<Toned tone="quiet">Permissions that it needs:</Toned>
			<Scrollable {...props} rows={Math.max(2, rows - items.length - 2)}>
				{names.map((name) => (
					<Box key={name} height={1} flexShrink={0}>
						<Cell width={NAME_WIDTH}>{name}</Cell>
						{width >= 60 ? <Toned tone="quiet">{jobOf(name) ?? ''}</Toned> : null}
					</Box>
				))}
				<Box height={1} flexShrink={0} />
				{describeNeeds(names).map((sentence) => (
					<Toned key={sentence} tone="quiet" wrap="wrap">
						{sentence}
					</Toned>
				))}
			</Scrollable>
		</Box>
	);
}

function Indicator({ isSelected = false }: { isSelected?: boolean }) {
	const { pointer } = useGlyphs();
	return <Toned tone="accent">{isSelected ? `${pointer} ` : '  '}</Toned>;
}

function Item({ isSelected = false, label }: { isSelected?: boolean; label: string }) {
	return (
		<Text bold={isSelected} wrap="truncate">
			{label}
		</Text>
	);
}
