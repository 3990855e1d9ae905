// A classic script, not a module, so that a chosen theme applies before the first paint.
try {
    const theme = localStorage.getItem('scalems-theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
    // Without storage the system's preference holds.
}
