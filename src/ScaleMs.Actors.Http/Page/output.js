import { element, setHidden, setText } from './dom.js';
import { bytes } from './format.js';

// More than a screen can use, and few enough characters to lay out at once.
const limit = 256 * 1024;

/** One output stream of a task: text is appended, the oldest is dropped, and the end stays in view if the reader wants it. */
export class Output {
    #follow = element('input', { type: 'checkbox' });
    #text;
    #note = element('span', { class: 'note' });
    #empty = element('p', { class: 'empty' }, 'Nothing was written.');
    #length = 0;
    #dropped = false;

    constructor(title, name) {
        this.#follow.checked = true;
        this.#text = element('pre', { tabindex: '0', class: 'output', 'data-output': name, 'aria-label': title });
        this.#text.addEventListener('scroll', () => {
            this.#follow.checked = this.#text.scrollHeight - this.#text.scrollTop - this.#text.clientHeight < 4;
        }, { passive: true });
        this.#follow.addEventListener('change', () => this.#scroll());
        this.element = element('section', { class: 'panel' },
            element('div', { class: 'panel-head' }, element('h2', {}, title), this.#note,
                element('label', { class: 'check' }, this.#follow, 'Follow the end')),
            this.#text, this.#empty);
        this.clear();
    }

    clear() {
        this.#text.replaceChildren();
        this.#length = 0;
        this.#dropped = false;
        this.append('');
    }

    append(text) {
        const following = this.#follow.checked;
        if (text) this.#text.append(text.slice(-limit));
        this.#length += Math.min(text.length, limit);
        while (this.#length > limit && this.#text.childNodes.length > 1) {
            this.#length -= this.#text.firstChild.length;
            this.#text.firstChild.remove();
            this.#dropped = true;
        }
        setHidden(this.#text, this.#length === 0);
        setHidden(this.#empty, this.#length > 0);
        setText(this.#note, this.#dropped || text.length > limit ? `Only the last ${bytes(limit)} are shown` : '');
        if (following) this.#scroll();
    }

    #scroll() {
        if (this.#follow.checked) this.#text.scrollTop = this.#text.scrollHeight;
    }
}
