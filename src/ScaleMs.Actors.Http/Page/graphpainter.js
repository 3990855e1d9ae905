import { readable } from './layers.js';
import { colour, stateColour } from './palette.js';
import { drawShape, Squares } from './squares.js';
import { onThemeChange } from './themes.js';

// Below this scale, shapes cannot be told apart.
const visible = 0.3;
const squares = new Squares();
onThemeChange(() => squares.forget());

/** Draws the part of a graph that its camera shows, with less detail the smaller it is. */
export function paintGraph(canvas, { nodes, node }, camera, chosen) {
    const ratio = devicePixelRatio || 1, context = canvas.getContext('2d');
    const view = {
        left: -camera.x / camera.scale,
        top: -camera.y / camera.scale,
        right: (canvas.clientWidth - camera.x) / camera.scale,
        bottom: (canvas.clientHeight - camera.y) / camera.scale,
    };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    context.setTransform(ratio * camera.scale, 0, 0, ratio * camera.scale, ratio * camera.x, ratio * camera.y);
    edges(context, nodes, node, camera, view);
    if (chosen) neighbours(context, chosen, node, camera);
    const seen = nodes.filter(one => one.x <= view.right && one.x + node.width >= view.left && one.y <= view.bottom && one.y + node.height >= view.top);
    if (camera.scale < visible) for (const one of seen) dot(context, one, node);
    else if (node.width > node.height) for (const one of seen) box(context, one, node, camera.scale >= readable);
    else copySquares(context, seen, node, camera, ratio);
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

function box(context, { x, y, task }, node, named) {
    context.fillStyle = colour('surface');
    context.strokeStyle = stateColour(task.state);
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x, y, node.width, node.height, 5);
    context.fill();
    context.stroke();
    drawShape(context, x + 6, y + 6, 14, task.state, stateColour(task.state));
    if (!named) return;
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

function copySquares(context, nodes, node, camera, ratio) {
    const scale = camera.scale * ratio, size = Math.max(1, Math.round(node.width * scale));
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const { x, y, task } of nodes) {
        context.drawImage(squares.image(task.state, size), Math.round(camera.x * ratio + x * scale), Math.round(camera.y * ratio + y * scale));
    }
    context.restore();
}

/** Far away, failed tasks are full height and the others are not: they differ by more than colour. */
function dot(context, { x, y, task }, node) {
    const inset = task.state === 'FAILED' ? -4 : task.state === 'DONE' || task.state === 'EXECUTING' ? 2 : 8;
    context.fillStyle = stateColour(task.state);
    context.fillRect(x, y + inset, node.width, node.height - 2 * inset);
}

export const taskTitle = task => task.name || `task ${task.index}`;
