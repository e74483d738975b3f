/**
 * The script of every page: copy buttons, a button that shows a hidden value, a page that is left,
 * lists that can be filtered and ticked.
 * Each works on the elements that name it in a data attribute; the forms work without it.
 */
export const SCRIPT = `'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);

for (const button of all('[data-copy]')) {
	const label = button.textContent;
	button.addEventListener('click', async () => {
		const field = byId(button.dataset.copy);
		try {
			await navigator.clipboard.writeText(field.value);
			button.textContent = 'Copied';
		} catch {
			field.type === 'password' && (field.type = 'text');
			field.focus();
			field.select();
			button.textContent = 'Selected: press Ctrl+C or ⌘C';
		}
		setTimeout(() => { button.textContent = label; }, 3000);
	});
}

for (const button of all('[data-show]')) {
	button.addEventListener('click', () => {
		const field = byId(button.dataset.show);
		const hidden = field.type === 'password';
		field.type = hidden ? 'text' : 'password';
		button.textContent = hidden ? 'Hide' : 'Show';
		button.setAttribute('aria-pressed', String(hidden));
	});
}

for (const note of all('[data-leave-for]')) {
	setTimeout(() => location.replace(note.dataset.leaveFor), Number(note.dataset.leaveAfter));
}

for (const output of all('[data-count]')) {
	const list = byId(output.dataset.count);
	const count = () => {
		const boxes = all('input[type=checkbox]', list);
		output.textContent = boxes.filter((box) => box.checked).length + ' of ' + boxes.length;
	};
	list.addEventListener('change', count);
	count();
}

for (const button of all('[data-tick]')) {
	button.addEventListener('click', () => {
		const list = byId(button.dataset.tick);
		for (const box of all('li:not([hidden]) input[type=checkbox]', list)) box.checked = button.value === 'all';
		list.dispatchEvent(new Event('change'));
	});
}

for (const field of all('[data-filter]')) {
	const list = byId(field.dataset.filter);
	const items = all('li', list);
	const nothing = byId(field.dataset.filter + '-nothing');
	const shown = () => items.filter((item) => !item.hidden);
	const filter = () => {
		const wanted = field.value.trim().toLowerCase();
		for (const item of items) item.hidden = !item.textContent.toLowerCase().includes(wanted);
		for (const group of all('fieldset', list)) group.hidden = !all('li', group).some((item) => !item.hidden);
		nothing.hidden = shown().length > 0;
	};
	const tick = (names) => {
		const boxes = all('input[type=checkbox]', list).filter((box) => names.includes(box.value));
		if (boxes.length === 0) return false;
		for (const box of boxes) box.checked = true;
		field.value = names.filter((name) => !boxes.some((box) => box.value === name)).join(', ');
		filter();
		list.dispatchEvent(new Event('change'));
		return true;
	};
	const words = () => field.value.toLowerCase().split(/[\\s,]+/).filter(Boolean);
	field.addEventListener('input', () => {
		if (!field.name || words().length < 2 || !tick(words())) filter();
	});
	field.addEventListener('keydown', (event) => {
		if (event.key === 'Escape') {
			field.value = '';
			filter();
		}
		if (event.key !== 'Enter') return;
		event.preventDefault();
		const [first, second] = shown();
		if (!field.name || tick(words()) || !first || second) return;
		tick([all('input', first)[0].value]);
		field.value = '';
		filter();
	});
	field.form.addEventListener('submit', () => {
		if (field.name) tick(words());
		if (shown().length > 0) field.value = '';
	});
	filter();
}

for (const group of all('[data-for-choice]')) {
	const [name, value] = group.dataset.forChoice.split('=');
	const choices = all('input[name=' + name + ']');
	const update = () => { group.hidden = !choices.some((choice) => choice.value === value && choice.checked); };
	for (const choice of choices) choice.addEventListener('change', update);
	update();
}
`;
