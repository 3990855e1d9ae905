import { stateShapes } from './icons.js';
import { colour, stateColour } from './palette.js';

const shapes = new Map(Object.entries(stateShapes).map(([state, { fill, outline }]) => [state, { path: new Path2D(fill ?? outline), solid: Boolean(fill) }]));
const begun = new Set(['EXECUTING', 'DONE', 'FAILED']);
// Above these scales, names can be read and shapes can be told apart.
const readable = 0.55, visible = 0.3;

/** Draws the part of a graph that its camera shows, with less detail the smaller it is. */
export function paintGraph(canvas, { nodes, node }, camera, chosen) {
    const ratio = devicePixelRatio || 1, context = canvas.getContext('2d');
    const view = { left: -camera.x / camera.scale, top: -camera.y / camera.scale, right: (canvas.clientWidth - camera.x) / camera.scale, bottom: (canvas.clientHeight - camera.y) / camera.scale };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    context.setTransform(ratio * camera.scale, 0, 0, ratio * camera.scale, ratio * camera.x, ratio * camera.y);
    edges(context, nodes, node, camera, view);
    if (chosen) neighbours(context, chosen, node, camera);
    for (const one of nodes) {
        if (one.x > view.right || one.x + node.width < view.left || one.y > view.bottom || one.y + node.height < view.top) continue;
        if (camera.scale < visible) dot(context, one, node);
        else box(context, one, node, camera.scale >= readable && node.width > node.height);
    }
    if (chosen) {
        context.strokeStyle = colour('text');
        context.lineWidth = 2 / camera.scale;
        context.strokeRect(chosen.x - 2, chosen.y - 2, node.width + 4, node.height + 4);
    }
}

function edges(context, nodes, node, camera, view) {
    context.beginPath();
    for (const one of nodes) for (const next of one.after) edge(context, one, next, node, view);
    context.strokeStyle = colour('line-strong');
    context.globalAlpha = nodes.length > 400 ? 0.3 : 0.6;
    context.lineWidth = Math.max(1, 0.6 / camera.scale);
    context.stroke();
    context.globalAlpha = 1;
}

function neighbours(context, chosen, node, camera) {
    context.beginPath();
    for (const one of chosen.before) edge(context, one, chosen, node);
    for (const one of chosen.after) edge(context, chosen, one, node);
    context.strokeStyle = colour('accent');
    context.lineWidth = 2 / camera.scale;
    context.stroke();
}

function edge(context, from, to, node, view = null) {
    const x = from.x + node.width, y = from.y + node.height / 2, endX = to.x, endY = to.y + node.height / 2;
    if (view && (x > view.right || endX < view.left || Math.min(y, endY) > view.bottom || Math.max(y, endY) < view.top)) return;
    const bend = Math.max(20, (endX - x) / 2);
    context.moveTo(x, y);
    context.bezierCurveTo(x + bend, y, endX - bend, endY, endX, endY);
}

/** A square is filled once its task has begun, and hollow before. */
function box(context, { x, y, task }, node, named) {
    const filled = !named && begun.has(task.state);
    context.fillStyle = filled ? stateColour(task.state) : colour('surface');
    context.strokeStyle = stateColour(task.state);
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x, y, node.width, node.height, 5);
    context.fill();
    context.stroke();
    if (!named) return shape(context, x + node.width / 2 - 7, y + node.height / 2 - 7, 14, task.state, filled ? colour('surface') : stateColour(task.state));
    shape(context, x + 6, y + 6, 14, task.state, stateColour(task.state));
    context.save();
    context.beginPath();
    context.rect(x + 24, y, node.width - 30, node.height);
    context.clip();
    context.fillStyle = colour('text');
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.fillText(taskTitle(task), x + 25, y + node.height / 2 + 0.5);
    context.restore();
}

function shape(context, x, y, size, state, stroke) {
    const { path, solid } = shapes.get(state) ?? shapes.get('NEW');
    context.save();
    context.translate(x, y);
    context.scale(size / 16, size / 16);
    context.fillStyle = context.strokeStyle = stroke;
    context.lineWidth = 2;
    if (solid) context.fill(path);
    else context.stroke(path);
    context.restore();
}

/** Far away, failed tasks are full height and the others are not: they differ by more than colour. */
function dot(context, { x, y, task }, node) {
    const inset = task.state === 'FAILED' ? -4 : task.state === 'DONE' || task.state === 'EXECUTING' ? 2 : 8;
    context.fillStyle = stateColour(task.state);
    context.fillRect(x, y + inset, node.width, node.height - 2 * inset);
}

export const taskTitle = task => task.name || `task ${task.index}`;
