import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { jobOf, PURPOSES, type Purpose, permissionsFor } from '../../domain/permissions.ts';
import { Scrollable } from '../parts/scrollable.tsx';
import { Toned, useGlyphs } from '../theme.tsx';
import type { View } from '../view.ts';

export type PermissionsScreenProps = View & { purpose: Purpose; onHighlight: (purpose: Purpose) => void };

const ITEMS = PURPOSES.map(({ id, title }) => ({ label: title, value: id }));
const NAME_WIDTH = 28;

/**
 * What the tokens are for, and the permissions that this takes.
 *
 *     ❯ Publish posts
 *       Read only
 *
 *     Permissions that it needs:
 *     pages_show_list         list the Pages you manage
 */
export function PermissionsScreen(props: PermissionsScreenProps) {
	const { purpose, width, rows, isActive, scroll, onScrollLimit, onHighlight, dispatch } = props;
	const names = permissionsFor(purpose);
	return (
		<Box flexDirection="column">
			<Box flexDirection="column" flexShrink={0}>
				<SelectInput
					items={ITEMS}
					initialIndex={Math.max(
						0,
						PURPOSES.findIndex(({ id }) => id === purpose),
					)}
					isFocused={isActive}
					indicatorComponent={Indicator}
					itemComponent={Item}
					onHighlight={({ value }) => onHighlight(value)}
					onSelect={({ value }) => {
						onHighlight(value);
						dispatch({ type: 'choose-purpose', purpose: value });
					}}
				/>
			</Box>
			<Box height={1} flexShrink={1} />
			<Toned tone="quiet">Permissions that it needs:</Toned>
			<Scrollable rows={Math.max(2, rows - ITEMS.length - 2)} offset={scroll} onLimit={onScrollLimit}>
				{names.map((name) => (
					<Box key={name} height={1} flexShrink={0}>
						<Box width={NAME_WIDTH} flexShrink={0}>
							<Toned>{name}</Toned>
						</Box>
						{width >= 60 ? <Toned tone="quiet">{jobOf(name) ?? ''}</Toned> : null}
					</Box>
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
