import { get } from './api.js';
import { button, element, setHidden, setText } from './dom.js';
import { count, plural, shortId } from './format.js';
import { Frame } from './frame.js';
import { Camera } from './camera.js';
import { GraphCursor } from './graphcursor.js';
import { paintGraph } from './graphpainter.js';
import { arrange } from './layers.js';
import { taskPath } from './links.js';
import { Poll } from './poll.js';
import { isFinal, stackedStates, stateMark } from './states.js';
import { submissionHead } from './submission.js';
import { onThemeChange } from './themes.js';

const interval = 2_000;

export function graphView(cluster, id) {
    let graph = arrange([], { width: 1, height: 1 }), shape = '', fitted = false;
    const request = new AbortController();
    const head = submissionHead(cluster, id, 'graph');
    const canvas = element('canvas', {
        class: 'graph', tabindex: '0', role: 'application', 'data-graph': id,
        'aria-label': 'Graph of the submission’s tasks. Arrow keys go from task to task, Shift and arrow keys move the view, '
            + 'plus and minus zoom, 0 fits, Enter opens the task.',
    });
    const note = element('p', { class: 'notice', role: 'status' }, 'Reading the graph…');
    const spoken = element('p', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
    const tip = element('div', { class: 'tip', hidden: true });
    const frame = new Frame(draw);
    const camera = new Camera(canvas, () => frame.request());
    const cursor = new GraphCursor({
        canvas, camera, graph: () => graph,
        changed: () => frame.request(),
        fit,
        open: task => { location.hash = taskPath(task.uid); },
        say: text => setText(spoken, text),
        tip,
    });
    const tools = element('div', { class: 'graph-tools' }, button('Fit', '', fit), tool('+', 'Zoom in', 1.4), tool('−', 'Zoom out', 1 / 1.4));
    tools.firstChild.dataset.action = 'fit';
    const amounts = new Map(), legend = element('ul', { class: 'amounts legend' });
    for (const state of stackedStates) {
        const value = element('span', { class: 'value' });
        amounts.set(state, value);
        legend.append(element('li', {}, stateMark(state), value));
    }
    const observer = new ResizeObserver(resize);
    observer.observe(canvas);
    const forget = onThemeChange(() => frame.request());
    const poll = new Poll(interval, read);

    function tool(text, label, factor) {
        const control = button(text, '', () => camera.zoom(factor));
        control.setAttribute('aria-label', label);
        return control;
    }

    function fit() {
        camera.fit(graph);
    }

    function resize() {
        const ratio = devicePixelRatio || 1;
        canvas.width = Math.round(canvas.clientWidth * ratio);
        canvas.height = Math.round(canvas.clientHeight * ratio);
        if (!fitted) fit();
        frame.request();
    }

    function draw() {
        paintGraph(canvas, graph, camera, cursor.chosen);
        cursor.placeTip();
    }

    async function read() {
        try {
            show(await get(`/api/v1/submissions/${encodeURIComponent(id)}/graph`, {}, request.signal));
        } catch (error) {
            if (error.name === 'AbortError' || error.status === 401) return false;
            setHidden(note, false);
            setText(note, error.message);
        }
        return !graph.nodes.length || graph.nodes.some(({ task }) => !isFinal(task.state)) || cluster.submission(id)?.last_at === null;
    }

    /** Places the tasks only when tasks or edges have changed; else only their states are new. */
    function show({ total, tasks }) {
        const next = `${tasks.length} ${tasks.reduce((sum, task) => sum + task.after.length, 0)}`;
        if (next !== shape) {
            shape = next;
            graph = arrange(tasks, { width: canvas.clientWidth, height: canvas.clientHeight });
            cursor.forget();
            if (!fitted) fit();
            fitted = tasks.length > 0;
        } else {
            for (const task of tasks) graph.byIndex.get(task.index).task = task;
        }
        for (const [state, value] of amounts) setText(value, count(tasks.filter(task => task.state === state).length));
        setHidden(note, tasks.length > 0 && total <= tasks.length);
        setText(note, tasks.length ? `Only the first ${count(tasks.length)} of ${plural(total, 'task')} are drawn.` : 'This submission has no tasks yet.');
        frame.request();
    }

    return {
        name: 'graph',
        title: `Graph of submission ${shortId(id)}`,
        element: element('div', { class: 'view', 'data-submission': id }, head.element, note,
            element('div', { class: 'graph-holder' }, canvas, tools, tip, spoken), legend),
        update: () => head.update(cluster.submission(id)),
        close() {
            request.abort();
            poll.stop();
            observer.disconnect();
            forget();
            frame.cancel();
        },
    };
}
