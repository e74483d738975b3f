import { Box, type BoxProps, Text, type TextProps, Transform } from 'ink';
import { Children, createContext, type ReactNode, useContext } from 'react';
import { printable } from '../domain/clean-text.ts';
import type { Verdict } from '../domain/verdict.ts';
import { type Glyphs, glyphsFor } from '../terminal/glyphs.ts';

/** Colours by meaning; only the 16 ANSI colours, and never the only carrier of a meaning. */
export type Tone = 'accent' | 'good' | 'warn' | 'bad' | 'quiet' | 'plain' | 'strong';

const TONES: Readonly<Record<Tone, TextProps>> = {
	accent: { color: 'cyan' },
	good: { color: 'green' },
	warn: { color: 'yellow' },
	bad: { color: 'red' },
	quiet: { dimColor: true },
	plain: {},
	strong: { bold: true },
};

const GlyphsContext = createContext<Glyphs>(glyphsFor(true));
export const GlyphsProvider = GlyphsContext.Provider;

/** The glyphs that this terminal can show. */
export function useGlyphs(): Glyphs {
	return useContext(GlyphsContext);
}

/** A piece of text with a meaning, {@link printable} wherever it came from. One line that is cut at its end, unless `wrap` says otherwise. */
export function Toned({ tone = 'plain', children, ...rest }: { tone?: Tone; children: ReactNode } & TextProps) {
	const text = (
		<Text wrap="truncate" {...TONES[tone]} {...rest}>
			{Children.map(children, (child) => (typeof child === 'string' ? printable(child) : child))}
		</Text>
	);
	return rest.wrap === 'wrap' ? <Transform transform={withoutIndent}>{text}</Transform> : text;
}

/** A piece of text of one line in a box that keeps its width, whatever stands beside it. */
export function Cell({ tone = 'plain', children, ...box }: { tone?: Tone; children: ReactNode } & BoxProps) {
	return (
		<Box flexShrink={0} {...box}>
			<Toned tone={tone}>{children}</Toned>
		</Box>
	);
}

// Ink breaks a line before the blank, which then stands at the beginning of the next one.
const INDENT = /^((?:\p{Cc}\[[\d;]*m)*) +/u;

function withoutIndent(line: string): string {
	return line.replace(INDENT, '$1');
}

type Look = { sign: string; tone: Tone; word: string };

const LOOKS: Readonly<
	Record<Verdict | 'unverified', readonly [sign: 'good' | 'warn' | 'bad' | 'unknown' | 'pending', tone: Tone]>
> = {
	permanent: ['good', 'good'],
	dated: ['warn', 'warn'],
	short: ['warn', 'warn'],
	invalid: ['bad', 'bad'],
	unknown: ['unknown', 'warn'],
	unverified: ['pending', 'quiet'],
};

/** How a verdict looks: its sign and its tone. Null is a token that was not verified yet. */
export function verdictLook(verdict: Verdict | null, glyphs: Glyphs): Look {
	const word = verdict ?? 'unverified';
	const [sign, tone] = LOOKS[word];
	return { sign: glyphs[sign], tone, word };
}
