import { button, element, setHidden, setText } from './dom.js';
import { count, plural } from './format.js';
import { Frame } from './frame.js';
import { keepQuery, taskPath } from './links.js';
import { functionLegend } from './functionlegend.js';
import { viewHead } from './panel.js';
import { runDetail } from './rundetail.js';
import { byName, SlotRows } from './slotrows.js';
import { StreamPainter } from './streampainter.js';
import { StreamCursor } from './streamcursor.js';
import { onThemeChange } from './themes.js';
import { noWorkers } from './workers.js';

const windows = [[30, '30 s'], [120, '2 min'], [600, '10 min']];
// Runs arrive each second after they ended: the right edge is far enough in the past that they are complete.
const delay = 1200;

export function streamView(cluster, query) {
    let seconds = windows.some(([value]) => String(value) === query.get('window')) ? Number(query.get('window')) : 120;
    let pausedAt = null, drawn = 0;
    const only = query.get('worker');
    const rows = new SlotRows();
    const pause = button('Pause', '', () => setPaused(pausedAt === null));
    pause.dataset.action = 'pause';
    const choices = element('div', { class: 'segments', role: 'group', 'aria-label': 'Time shown' }, ...windows.map(windowButton));
    const head = viewHead(only ? `Task stream of ${only}` : 'Task stream', choices, pause);
    const canvas = element('canvas', { 'aria-hidden': 'true' }), spacer = element('div');
    const scroller = element('div', {
        class: 'stream', tabindex: '0', role: 'application', 'data-stream': true,
        'aria-label': 'Task stream, one row for each slot. Arrow keys go from run to run, Enter opens the task, Space pauses.',
    }, canvas, spacer);
    const detail = runDetail();
    const spoken = element('p', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
    const empty = element('p', { class: 'empty' }, noWorkers);
    const painter = new StreamPainter(canvas);
    const frame = new Frame(draw);
    const legend = functionLegend(() => frame.request());
    const holder = element('div', { class: 'stream-holder' }, scroller, detail.element, spoken, empty);
    const cursor = new StreamCursor({
        scroller, painter, rows, cluster,
        span,
        pause: () => setPaused(true),
        toggle: () => setPaused(pausedAt === null),
        open: run => { location.hash = taskPath(run.uid); },
        changed: () => frame.request(),
        say: run => setText(spoken, detail.describe(run, cluster.now)),
    });
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const observer = new ResizeObserver(resize);
    const forget = onThemeChange(() => {
        painter.forgetColours();
        frame.request();
    });
    observer.observe(scroller);
    scroller.addEventListener('scroll', () => frame.request(), { passive: true });
    setPaused(false);

    function windowButton([value, text]) {
        const control = button(text, '', () => {
            seconds = value;
            keepQuery({ window: seconds, worker: only });
            for (const other of choices.children) other.setAttribute('aria-pressed', String(other === control));
            frame.request();
        });
        control.dataset.window = value;
        control.setAttribute('aria-pressed', String(value === seconds));
        return control;
    }

    function setPaused(paused) {
        pausedAt = paused ? pausedAt ?? cluster.now - delay : null;
        setText(pause, paused ? 'Resume' : 'Pause');
        pause.setAttribute('aria-pressed', String(paused));
        frame.request();
    }

    function span() {
        const to = pausedAt ?? cluster.now - delay;
        return { from: to - seconds * 1000, to };
    }

    function resize() {
        painter.resize(scroller.clientWidth, scroller.clientHeight);
        arrange();
        frame.request();
    }

    function arrange() {
        const shown = cluster.tick.workers.filter(worker => !only || worker.name === only || worker.uid === only).sort(byName);
        setHidden(empty, shown.length > 0);
        rows.arrange(shown, cluster.runs, painter.height - StreamPainter.axisHeight - 8);
        spacer.style.height = `${Math.max(0, rows.height + StreamPainter.axisHeight - painter.height)}px`;
    }

    function draw() {
        const now = span();
        const chosen = cursor.current(now);
        painter.draw({ rows, log: cluster.runs, open: cluster.open, span: now, scroll: scroller.scrollTop, dimmed: legend.chosen, chosen });
        if (chosen) detail.show(chosen.run, cluster.now, chosen.x, chosen.pointerY);
        else detail.hide();
        drawn = now.to;
        if (pausedAt === null && !still.matches) requestAnimationFrame(follow);
    }

    /** Draws again once time has moved on by half a pixel; a hidden tab gets no frames. */
    function follow() {
        if (pausedAt !== null || !scroller.isConnected) return;
        const pixel = seconds * 1000 / Math.max(1, painter.width - painter.gutter);
        if (span().to - drawn >= pixel / 2) frame.request();
        else requestAnimationFrame(follow);
    }

    return {
        name: 'stream',
        title: 'Task stream',
        element: element('div', { class: 'view' }, head.element, holder, legend.element),
        update() {
            arrange();
            legend.update(cluster.runs.functions, cluster.tick.running);
            setText(head.note, noteText(cluster));
            frame.request();
        },
        close() {
            observer.disconnect();
            forget();
            frame.cancel();
        },
    };
}

function noteText({ runs, tick }) {
    const ended = tick.runs_not_shown ? `, ${count(tick.runs_not_shown)} left out in the last second` : '';
    const running = tick.states.EXECUTING > tick.running.length ? `, ${count(tick.running.length)} of ${count(tick.states.EXECUTING)} running tasks` : '';
    return `${plural(runs.size, 'ended run')}${ended}${running}`;
}
