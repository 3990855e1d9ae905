const paths = {
    overview: 'M2.5 9.5h4v4h-4zM9.5 7h4v6.5h-4zM2.5 2.5h4v4h-4zM9.5 2.5h4v1.5h-4z',
    workers: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
    stream: 'M2 4h6M10 4h2M4 8h9M2 12h3M7 12h7',
    submissions: 'M8 2.5 14 5.5 8 8.5 2 5.5zM2.5 8.5 8 11.2l5.5-2.7M2.5 11.2 8 13.9l5.5-2.7',
    failures: 'M8 2.5 14.3 13.3H1.7zM8 6.5v3.2M8 11.6v.01',
    tasks: 'M6 4h8M6 8h8M6 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01',
    light: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1',
    dark: 'M13.2 9.6A5.8 5.8 0 0 1 6.4 2.8a5.8 5.8 0 1 0 6.8 6.8z',
    auto: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 2.4v11.2M8 4.6h3.6M8 8h5.6M8 11.4h3.6',
};

/** The shape of each state in a box of 16 x 16; filled ones first, so that states differ by more than colour. */
export const stateShapes = {
    NEW: { outline: 'M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z' },
    WAITING: { outline: 'M5.7 4v8M10.3 4v8' },
    SCHEDULED: { outline: 'M4 4h8v8H4z' },
    EXECUTING: { fill: 'M4.5 2.8 13 8l-8.5 5.2z' },
    DONE: { fill: 'M8 2.8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 8 2.8z' },
    FAILED: { outline: 'M4 4l8 8M12 4l-8 8' },
    CANCELED: { outline: 'M3.5 8h9' },
};

export const icon = name => drawing('icon', { outline: paths[name] });
export const stateIcon = state => drawing('shape', stateShapes[state] ?? stateShapes.NEW);

function drawing(className, { outline, fill }) {
    const space = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(space, 'svg');
    svg.setAttribute('viewBox', '0 0 16 16');
    svg.setAttribute('class', `${className} ${fill ? 'solid' : 'outlined'}`);
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', fill ?? outline);
    svg.append(path);
    return svg;
}
