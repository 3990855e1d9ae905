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

/** Sets a text only when it differs, which keeps a selection in unchanged text. */
export function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
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
