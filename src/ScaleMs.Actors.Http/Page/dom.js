/** Creates an element. Text is always a text node: names and messages come from users' tasks. */
export function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
    node.append(...children);
    return node;
}

export function setAttribute(node, name, value) {
    if (value === null || value === undefined || value === false) {
        if (node.hasAttribute(name)) node.removeAttribute(name);
    } else if (node.getAttribute(name) !== String(value)) {
        node.setAttribute(name, value === true ? '' : value);
    }
}

// Characters without a shape that change the direction of others: they could show a name as another one.
const directions = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Sets a text only when it differs, which keeps a selection in unchanged text. */
export function setText(node, text) {
    const shown = text.replace(directions, '\ufffd');
    if (node.textContent !== shown) node.textContent = shown;
}

export function setHidden(node, hidden) {
    if (node.hidden !== hidden) node.hidden = hidden;
}

export function setLink(anchor, text, href) {
    setText(anchor, text);
    setAttribute(anchor, 'href', href);
}

export function button(text, className, onClick) {
    const node = element('button', { type: 'button', class: className }, text);
    node.addEventListener('click', onClick);
    return node;
}

export function debounce(milliseconds, action) {
    let timer = 0;
    return () => {
        clearTimeout(timer);
        timer = setTimeout(action, milliseconds);
    };
}
