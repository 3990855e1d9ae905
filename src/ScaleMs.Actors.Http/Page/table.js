import { element, setHidden, setLink, setText, setAttribute } from './dom.js';
import { iso, moment, none, shortId } from './format.js';
import { submissionPath, workerPath } from './links.js';
import { showState, stateMark } from './states.js';

/**
 * A table whose rows live as long as their keys, so that focus and selection survive updates. The roles are written
 * out because on narrow screens the style sheet lays rows out as blocks, and browsers then forget them.
 */
export class Table {
    #columns;
    #key;
    #mark;
    #rows = new Map();
    #body;
    #empty;

    /** `mark` names the data attribute that gets each row's key, such as `task`. */
    constructor({ caption, columns, key, mark, empty }) {
        this.#columns = columns;
        this.#key = key;
        this.#mark = mark;
        const titles = columns.map(column => element('th', { role: 'columnheader', scope: 'col', class: column.className }, column.title));
        this.#body = element('tbody', { role: 'rowgroup' });
        this.#empty = element('p', { class: 'empty' }, empty);
        this.element = element('div', { class: 'table' },
            element('table', { role: 'table' },
                element('caption', { class: 'hidden' }, caption),
                element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...titles)),
                this.#body),
            this.#empty);
    }

    /** `empty` says why there are no items, when it is not always the same. */
    show(items, empty) {
        const keys = new Set(items.map(this.#key));
        for (const [key, row] of this.#rows) {
            if (keys.has(key)) continue;
            row.element.remove();
            this.#rows.delete(key);
        }
        let next = this.#body.firstChild;
        for (const item of items) {
            const row = this.#rows.get(this.#key(item)) ?? this.#add(item);
            for (const update of row.updates) update(item);
            if (row.element === next) next = next.nextSibling;
            else this.#body.insertBefore(row.element, next);
        }
        if (empty) setText(this.#empty, empty);
        setHidden(this.#empty, items.length > 0);
        setHidden(this.#body.parentNode, items.length === 0);
    }

    #add(item) {
        const key = this.#key(item);
        const line = element('tr', { role: 'row', [`data-${this.#mark}`]: key });
        const updates = this.#columns.map(column => {
            const cell = element('td', { role: 'cell', class: column.className, 'data-label': column.title });
            line.append(cell);
            return column.create(cell);
        });
        const row = { element: line, updates };
        this.#rows.set(key, row);
        return row;
    }
}

export const textColumn = (title, text, className) => ({
    title, className,
    create: cell => item => setText(cell, text(item) ?? none),
});

/** An exception's name without its namespace. */
export const errorKindColumn = {
    title: 'Kind', className: 'kind',
    create: cell => failure => {
        setText(cell, failure.kind.split('.').at(-1) || none);
        cell.title = failure.kind;
    },
};

/** Beside its kind, which most messages begin with. */
export const errorMessageColumn = className => textColumn('Message', ({ kind, message }) => message.startsWith(`${kind}: `) ? message.slice(kind.length + 2) : message, className);

export const numberColumn = (title, text) => textColumn(title, text, 'number');

/** `target` gives text, address and hint, or null for a dash; `second` gives the text of a line below. */
export const linkColumn = (title, target, className, second) => ({
    title, className,
    create: cell => {
        const anchor = element('a'), dash = element('span', {}, none), below = element('span', { class: 'second' });
        return item => {
            const [text, href, hint] = target(item) ?? [];
            const node = href ? anchor : dash;
            if (cell.firstChild !== node) cell.replaceChildren(node, ...second ? [below] : []);
            if (second) setText(below, second(item));
            if (!href) return;
            setLink(anchor, text, href);
            setAttribute(anchor, 'title', hint);
        };
    },
});

export const submissionColumn = (submission, className = 'mono') => linkColumn('Submission', item => {
    const id = submission(item);
    return id && [shortId(id), submissionPath(id), id];
}, className);

export const workerColumn = linkColumn('Worker', item => item.worker && [item.worker, workerPath(item.worker)]);

export const timeColumn = (title, at, now) => ({
    title, className: 'number time',
    create: cell => item => showTime(cell, at(item), now()),
});

export function showTime(node, at, now) {
    const known = at !== null && at !== undefined;
    setText(node, known ? moment(at, now) : none);
    setAttribute(node, 'title', known ? iso(at) : null);
}

export const stateColumn = state => ({
    title: 'State', className: 'shape',
    create: cell => {
        const mark = stateMark('NEW');
        cell.append(mark);
        return item => showState(mark, state(item));
    },
});
