// Few tasks have room for their names; many are squares, which stay large enough to tell their shapes apart.
const named = { width: 150, height: 26, across: 70, down: 10 };
const bare = { width: 24, height: 24, across: 56, down: 8 };
const mostNamed = 120, sweeps = 6;
// Names drawn smaller than this cannot be read.
export const readable = 0.55;

/**
 * Gives each task of a graph a place: layers from left to right by the longest path to them. `room` has the width and
 * height in which all of it should be seen.
 */
export function arrange(tasks, room) {
    const nodes = tasks.map(task => ({ task, before: [], after: [], layer: 0, x: 0, y: 0 }));
    const byIndex = new Map(nodes.map(one => [one.task.index, one]));
    for (const one of nodes) {
        for (const index of one.task.after) {
            const other = byIndex.get(index);
            if (!other || other === one) continue;
            one.before.push(other);
            other.after.push(one);
        }
    }
    const layers = layer(nodes);
    const namesFit = nodes.length <= mostNamed && layers.length * (named.width + named.across) * readable <= room.width;
    const node = namesFit ? named : bare;
    order(layers);
    place(layers, node, Math.max(12, Math.ceil(Math.sqrt(nodes.length * (node.width + node.down) / (node.height + node.down) * room.height / room.width))));
    const width = Math.max(0, ...nodes.map(one => one.x + node.width)), height = Math.max(0, ...nodes.map(one => one.y + node.height));
    return { nodes, byIndex, node, width, height };
}

function layer(nodes) {
    const open = new Map(nodes.map(one => [one, one.before.length]));
    const ready = nodes.filter(one => !one.before.length);
    for (let i = 0; i < ready.length; i++) {
        for (const next of ready[i].after) {
            next.layer = Math.max(next.layer, ready[i].layer + 1);
            open.set(next, open.get(next) - 1);
            if (open.get(next) === 0) ready.push(next);
        }
    }
    const layers = [];
    for (const one of nodes) (layers[one.layer] ??= []).push(one);
    return layers.map(one => one ?? []);
}

/** Orders each layer by the mean place of its neighbours, forwards and backwards, so that fewer edges cross. */
function order(layers) {
    const number = one => one.forEach((item, i) => { item.rank = (i + 0.5) / one.length; });
    layers.forEach(number);
    for (let sweep = 0; sweep < sweeps; sweep++) {
        const forwards = sweep % 2 === 0;
        for (const one of forwards ? layers : [...layers].reverse()) {
            for (const item of one) item.wish = mean(forwards ? item.before : item.after, other => other.rank) ?? item.rank;
            one.sort((a, b) => a.wish - b.wish || a.task.index - b.task.index);
            number(one);
        }
    }
}

/** Layers of more than `tallest` tasks are folded into several columns. */
function place(layers, node, tallest) {
    const pitch = node.height + node.down;
    let x = 0;
    for (const one of layers) {
        const columns = Math.ceil(one.length / tallest);
        const perColumn = Math.ceil(one.length / columns);
        one.folded = columns > 1;
        one.forEach((item, i) => {
            item.x = x + Math.floor(i / perColumn) * (node.width + node.down);
            item.y = (i % perColumn - (perColumn - 1) / 2) * pitch;
        });
        x += columns * (node.width + node.down) - node.down + node.across;
    }
    for (const forwards of [true, false, true]) {
        for (const one of forwards ? layers : [...layers].reverse()) if (!one.folded) align(one, forwards ? 'before' : 'after', pitch);
    }
    const top = Math.min(0, ...layers.flatMap(one => one.map(item => item.y)));
    for (const one of layers) for (const item of one) item.y -= top;
}

/**
 * Moves the tasks of a layer as near to their neighbours as their order and distance allow: isotonic regression by the
 * pool adjacent violators algorithm (https://en.wikipedia.org/wiki/Isotonic_regression).
 */
function align(items, side, pitch) {
    const pools = [];
    items.forEach((item, i) => {
        pools.push({ sum: (mean(item[side], other => other.y) ?? item.y) - i * pitch, n: 1 });
        while (pools.length > 1 && pools.at(-2).sum / pools.at(-2).n > pools.at(-1).sum / pools.at(-1).n) {
            const last = pools.pop();
            pools.at(-1).sum += last.sum;
            pools.at(-1).n += last.n;
        }
    });
    let i = 0;
    for (const { sum, n } of pools) for (let k = 0; k < n; k++, i++) items[i].y = sum / n + i * pitch;
}

function mean(items, value) {
    return items.length ? items.reduce((sum, item) => sum + value(item), 0) / items.length : null;
}
