/** Controls and dialogs on the page that a screen reader could not name, as the start of their HTML. */
export function unnamedControls(page) {
  return page.evaluate(() => {
    const visible = (one) => one.offsetParent !== null;
    const named = (one) =>
      (one.getAttribute('aria-label') ?? '').trim() !== '' ||
      (one.matches('button, a') && one.textContent.trim() !== '') ||
      [...(one.labels ?? [])].some((label) => label.textContent.trim() !== '');
    return [...document.querySelectorAll('button, input, select, a, dialog[open], nav, canvas')]
      .filter((one) => visible(one) && one.closest('[aria-hidden="true"]') === null && !named(one))
      .map((one) => one.outerHTML.slice(0, 100));
  });
}
