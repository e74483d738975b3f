import '../../support/colour.ts';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { render, Text, useInput, usePaste } from 'ink';
import SelectInput from 'ink-select-input';
import TextInput from 'ink-text-input';
import { type ReactNode, useEffect, useReducer, useState } from 'react';
import { PacedStdin, type PacedStdinClock } from '../../../source/tui/editing/paced-stdin.ts';
import * as fc from '../../support/fast-check.ts';
import { mount } from '../../support/ink.ts';
import { createTerminal, FakeStdin, type Terminal } from '../../support/terminal.ts';

const TOKEN = 'EAABmadeUpForTests0123456789abcdefghijklmnopqrstuvwxyz';
const items = ['first', 'second', 'third'].map((label) => ({ label, value: label }));

function Menu() {
	const [chosen, choose] = useState('nothing');
	return (
		<>
			<SelectInput items={items} onSelect={(item) => choose(item.label)} />
			<Text>chosen: {chosen}</Text>
		</>
	);
}

function Field() {
	const [value, setValue] = useState('');
	const [submitted, submit] = useState('nothing');
	return (
		<>
			<TextInput value={value} onChange={setValue} onSubmit={submit} />
			<Text>submitted: {submitted}</Text>
		</>
	);
}

/** Writes down what Ink's hooks are called with. */
function Log({ takesPastes = true }: { takesPastes?: boolean }) {
	const [entries, add] = useReducer((list: string[], entry: string) => [...list, entry], []);
	useInput((input, key) => {
		const pressed = Object.entries(key).filter(([, isOn]) => isOn === true);
		add(`${JSON.stringify(input)}${pressed.map(([name]) => `+${name}`).join('')}`);
	});
	usePaste((text) => add(`paste ${JSON.stringify(text)}`), { isActive: takesPastes });
	return <Text>{entries.map((entry) => `${entry}\n`).join('')}end</Text>;
}

/** A journey whose screens take keys only after their first effect. */
function Steps() {
	const [step, setStep] = useState(0);
	return <Step key={step} name={step} next={() => setStep(step + 1)} />;
}

function Step({ name, next }: { name: number; next: () => void }) {
	const [isReady, setReady] = useState(false);
	useEffect(() => setReady(true), []);
	useInput((input) => input === 'n' && next(), { isActive: isReady });
	return <Text>step {name}</Text>;
}

function Counter() {
	const [count, setCount] = useState(0);
	useInput((_, key) => key.downArrow && setCount(count + 1));
	return <Text>count {count}</Text>;
}

/** Counts keys in a state that an effect copies into another, and the keys that found the copy out of date. */
function Copying() {
	const [state, setState] = useState({ count: 0, late: 0 });
	const [copy, setCopy] = useState(0);
	useEffect(() => setCopy(state.count), [state.count]);
	useInput(() => setState({ count: state.count + 1, late: state.late + (copy === state.count ? 0 : 1) }));
	return (
		<Text>
			count {state.count} late {state.late}
		</Text>
	);
}

async function withInk(element: ReactNode, use: (terminal: Terminal) => Promise<void>): Promise<void> {
	const terminal = createTerminal({ columns: 150, rows: 30 });
	const app = mount(element, terminal);
	try {
		await terminal.drawn();
		await use(terminal);
	} finally {
		app.unmount();
		await app.waitUntilExit();
	}
}

describe('keys in one burst count as if typed one by one', () => {
	test('Down Down Enter chooses the third item of ink-select-input', async () => {
		await withInk(<Menu />, async (terminal) => {
			terminal.press('down', 'down', 'enter');
			await terminal.waitFor('chosen: third');
		});
	});

	test('abc Backspace Enter submits ab from ink-text-input', async () => {
		await withInk(<Field />, async (terminal) => {
			terminal.press('a', 'b', 'c', 'backspace', 'enter');
			await terminal.waitFor(/submitted: ab$/m);
		});
	});

	test('without the pacing they do not, which is why it is there', async () => {
		const terminal = createTerminal();
		const app = render(<Menu />, {
			stdin: terminal.stdin,
			stdout: terminal.stdout,
			interactive: true,
			alternateScreen: true,
			patchConsole: false,
		});
		terminal.press('down', 'down', 'enter');
		await terminal.waitFor('chosen: first');
		app.unmount();
	});

	test('a screen that a key brings in gets the next key of the burst', async () => {
		await withInk(<Steps />, async (terminal) => {
			terminal.press(...'nnnnnnnnnnnnnnnnnnnn');
			await terminal.waitFor('step 20');
		});
	});

	test('a key finds what the effects of the key before it have set', async () => {
		await withInk(<Copying />, async (terminal) => {
			terminal.press(...Array<string>(100).fill('down'));
			await terminal.waitFor('count 100');
			assert.match(terminal.text(), /late 0$/);
		});
	});

	test('a thousand of them, none lost', async () => {
		await withInk(<Counter />, async (terminal) => {
			terminal.press(...Array<string>(1000).fill('down'));
			await terminal.waitFor('count 1000');
		});
	});
});

describe('what Ink is handed', () => {
	test('Escape at once, and whole keys after it', async () => {
		await withInk(<Log />, async (terminal) => {
			terminal.press('escape');
			await terminal.waitFor('""+escape\nend');
			terminal.type('\x1b\x1b[A');
			await terminal.waitFor('""+upArrow+meta\nend');
			terminal.type('\x1b\x1bq');
			await terminal.waitFor('""+escape\n""+escape\n"q"\nend');
		});
	});

	test('keys split over chunks, and characters split inside their bytes', async () => {
		await withInk(<Log />, async (terminal) => {
			for (const byte of Buffer.from('é日\x1b[1;5C')) {
				terminal.type(Uint8Array.of(byte));
			}
			await terminal.waitFor('"é"\n"日"\n""+rightArrow+ctrl\nend');
		});
	});

	test('a bracketed paste once, with its newlines', async () => {
		await withInk(<Log />, async (terminal) => {
			terminal.paste('one\ntwo');
			await terminal.waitFor(String.raw`paste "one\rtwo"`);
		});
	});

	test('a long paste without brackets once, and Enter only after silence', async () => {
		await withInk(<Log />, async (terminal) => {
			terminal.paste(`${TOKEN}\n${TOKEN}\n`, { bracketed: false });
			await terminal.waitFor(`paste "${TOKEN}\\r${TOKEN}"\n"\\r"+return\nend`);
		});
	});

	test('a paste as one input where nobody takes pastes', async () => {
		await withInk(<Log takesPastes={false} />, async (terminal) => {
			terminal.paste('one two');
			await terminal.waitFor('"one two"\nend');
		});
	});
});

/** A clock that stands still until it is told. */
function createClock() {
	const timers = new Set<{ at: number; callback: () => void }>();
	const turns: (() => void)[] = [];
	let now = 0;
	return {
		after(milliseconds, callback) {
			const timer = { at: now + milliseconds, callback };
			timers.add(timer);
			return () => timers.delete(timer);
		},
		nextTurn: (callback) => turns.push(callback),
		advance(milliseconds: number) {
			now += milliseconds;
			for (const timer of [...timers].filter(({ at }) => at <= now)) {
				timers.delete(timer);
				timer.callback();
			}
		},
		turn() {
			for (const callback of turns.splice(0)) {
				callback();
			}
		},
	} satisfies PacedStdinClock & { advance(milliseconds: number): void; turn(): void };
}

describe('the stream alone', () => {
	/** A paced stream whose reader writes down each chunk. */
	function createReader() {
		const source = new FakeStdin();
		const clock = createClock();
		const stdin = new PacedStdin(source, clock);
		const chunks: string[] = [];
		stdin.setEncoding('utf8');
		stdin.setRawMode(true);
		stdin.on('readable', () => {
			for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
				chunks.push(chunk);
			}
		});
		/** Lets the streams do what is due now, without any time passing. */
		const idle = () => new Promise<void>((resolve) => setImmediate(resolve));
		return { source, clock, stdin, chunks, idle };
	}

	test('hands over one key a turn', async () => {
		const { source, clock, chunks, idle } = createReader();
		await idle();
		clock.turn();
		source.write('\x1b[A\x1b[B\r');
		await idle();
		assert.deepEqual(chunks, ['\x1b[A']);
		await idle();
		assert.deepEqual(chunks, ['\x1b[A']);
		clock.turn();
		await idle();
		assert.deepEqual(chunks, ['\x1b[A', '\x1b[B']);
		clock.turn();
		await idle();
		assert.deepEqual(chunks, ['\x1b[A', '\x1b[B', '\r']);
	});

	test('hands over whatever keys come, in whatever pieces, one a turn and in their order', async () => {
		const key = fc.constantFrom('\x1b[A', '\x1b[B', '\x1b[1;5C', '\t', '\x01', '\x7f', 'é', '日');
		await fc.assert(
			fc.asyncProperty(fc.array(key, { maxLength: 12 }), fc.array(fc.nat(40)), async (keys, cuts) => {
				const { source, clock, chunks, idle } = createReader();
				const bytes = Buffer.from(keys.join(''));
				const places = [...new Set(cuts.filter((place) => place < bytes.length))].sort((a, b) => a - b);
				for (const [index, from] of [0, ...places].entries()) {
					source.write(bytes.subarray(from, places[index] ?? bytes.length));
				}
				// Half an escape sequence is waited for, and then taken as what it is.
				for (let turn = 0; turn < keys.length + 5; turn++) {
					const { length } = chunks;
					clock.turn();
					await idle();
					assert.ok(chunks.length <= length + 1, `${chunks.length - length} at once`);
				}
				clock.advance(1000);
				for (let turn = 0; turn < keys.length + 5; turn++) {
					clock.turn();
					await idle();
				}
				assert.equal(chunks.join('').replaceAll('\x1b[200~', '').replaceAll('\x1b[201~', ''), keys.join(''));
			}),
		);
	});

	test('lets Ctrl+C pass ahead of what is queued, which is discarded', async () => {
		const { source, clock, chunks, idle } = createReader();
		await idle();
		clock.turn();
		source.write('\x1b[A\x1b[B\r');
		await idle();
		source.write('\x03');
		await idle();
		clock.turn();
		await idle();
		clock.turn();
		await idle();
		assert.deepEqual(chunks, ['\x1b[A', '\x03']);
	});

	test('submits a paste without brackets only after 80 ms in which nothing came', async () => {
		const { source, clock, chunks, idle } = createReader();
		const step = async (milliseconds: number) => {
			await idle();
			clock.advance(milliseconds);
			clock.turn();
			await idle();
		};
		await step(0);
		for (const part of [`${TOKEN}\r`, `${TOKEN}\r`, 'tail\r']) {
			source.write(part);
			await step(79);
		}
		assert.deepEqual(chunks, []);
		await step(1);
		await step(0);
		assert.deepEqual(chunks, [`\x1b[200~${TOKEN}\r${TOKEN}\rtail\x1b[201~`, '\r']);
	});

	test('leaves the terminal alone while raw mode is off', async () => {
		const { source, stdin, idle } = createReader();
		await idle();
		assert.equal(source.isRaw, true);
		stdin.setRawMode(false);
		assert.equal(source.isRaw, false);
		assert.equal(source.isPaused(), true);
		source.write('for the child');
		await idle();
		assert.equal(String(source.read()), 'for the child');
	});

	test('passes on ref and unref, and whether it is a terminal', () => {
		const { source, stdin } = createReader();
		stdin.unref();
		assert.equal(source.isReferenced, false);
		stdin.ref();
		assert.equal(source.isReferenced, true);
		assert.equal(stdin.isTTY, true);
	});

	test('ends when the terminal does', async () => {
		const { source, stdin, idle } = createReader();
		await idle();
		const ended = new Promise((resolve) => stdin.once('end', resolve));
		source.end();
		await ended;
	});
});
