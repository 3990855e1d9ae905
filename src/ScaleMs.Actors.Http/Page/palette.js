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
export const functionVariable = name => `function-${hash(name) % functionColours}`;
export const functionColour = name => colour(functionVariable(name));

const hashes = new Map();

/** FNV-1a, so that a function has the same colour on every page and after each reload. */
function hash(text) {
    let value = hashes.get(text);
    if (value !== undefined) return value;
    value = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
    // The low bits of FNV alone are uneven for short names.
    value ^= value >>> 15;
    if (hashes.size > 10_000) hashes.clear();
    hashes.set(text, value >>> 0);
    return value >>> 0;
}
