import { element } from './dom.js';
import { onThemeChange } from './themes.js';

const functionColours = 9;
const resolved = new Map();
const probe = element('span', { class: 'hidden' });

onThemeChange(() => resolved.clear());

/** The value of a colour variable in the present theme, in a form that a canvas accepts. */
export function colour(variable) {
    let value = resolved.get(variable);
    if (value) return value;
    if (!probe.isConnected) document.body.append(probe);
    probe.style.color = `var(--${variable})`;
    value = getComputedStyle(probe).color;
    resolved.set(variable, value);
    return value;
}

export const stateColour = state => colour(state.toLowerCase());
export const stateFill = state => colour(`${state.toLowerCase()}-fill`);
export const functionColour = name => colour(functionVariable(name));

const variables = new Map();

/**
 * A function's colour follows from its name, so that it is the same on every page and after each reload. The next free
 * one is taken while another function has that colour and some are left.
 */
export function functionVariable(name) {
    let variable = variables.get(name);
    if (variable) return variable;
    const taken = new Set(variables.values()), first = hash(name);
    for (let i = 0; i < functionColours && (!variable || taken.has(variable)); i++) variable = `function-${(first + i) % functionColours}`;
    if (taken.has(variable)) variable = `function-${first % functionColours}`;
    // A cluster may run any number of functions; beyond this many their colours repeat anyway.
    if (variables.size > 1_000) variables.clear();
    variables.set(name, variable);
    return variable;
}

/** FNV-1a, folded because its low bits are uneven for short names. */
function hash(text) {
    let value = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
    return (value ^ value >>> 15) >>> 0;
}
