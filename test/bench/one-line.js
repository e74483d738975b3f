// The least that Ink can show, as it is installed: what every program with it starts from.
import { render, Text } from 'ink';
import { createElement } from 'react';

render(createElement(Text, null, 'One line'));
setInterval(() => {}, 1000);
