import { icon } from './icons.js';

const order = ['auto', 'light', 'dark'];
const changes = new EventTarget();

export const onThemeChange = listener => {
    changes.addEventListener('change', listener);
    return () => changes.removeEventListener('change', listener);
};

export function themeSwitch(button) {
    const root = document.documentElement;
    const show = () => {
        const theme = root.dataset.theme ?? 'auto';
        const next = order[(order.indexOf(theme) + 1) % order.length];
        button.replaceChildren(icon(theme));
        button.dataset.theme = theme;
        button.title = `Theme: ${theme}`;
        button.setAttribute('aria-label', `Theme: ${theme}. Change to ${next}.`);
        changes.dispatchEvent(new Event('change'));
    };
    button.addEventListener('click', () => {
        const theme = order[(order.indexOf(root.dataset.theme ?? 'auto') + 1) % order.length];
        if (theme === 'auto') delete root.dataset.theme;
        else root.dataset.theme = theme;
        try {
            localStorage.setItem('scalems-theme', theme);
        } catch {
            // The choice then holds until the page is loaded again.
        }
        show();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
    show();
}
