import { useAnimation } from 'ink';
import { Toned, useGlyphs } from '../theme.tsx';

/** The sign that something runs. */
export function Spinner() {
	const { spinner } = useGlyphs();
	const { frame } = useAnimation({ interval: 100 });
	return <Toned tone="accent">{spinner[frame % spinner.length]}</Toned>;
}
