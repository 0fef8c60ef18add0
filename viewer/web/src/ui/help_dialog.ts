import type { App } from '../app';
import { t, type Key } from '../i18n/words';
import { h, icon, kIcons, refill } from './dom';

const kKeys: [string, Key][] = [
  ['/', 'help.search'],
  ['T', 'help.table'],
  ['?', 'help.help'],
  ['Esc', 'help.escape'],
  ['← ↑ → ↓', 'help.pan'],
  ['Shift + ← ↑ → ↓', 'help.turn'],
  ['+  −', 'help.zoom'],
  ['Home', 'help.home'],
  ['N', 'help.north'],
  ['E', 'help.envelope'],
  ['M', 'help.massing'],
  ['S', 'help.sun'],
];

/** All keys, what the mouse does, and the name that one's edits carry. */
export class HelpDialog {
  private readonly dialog = h('dialog', { class: 'panel dialog help', 'data-testid': 'help-dialog' });

  constructor(private readonly app: App) {
    document.body.append(this.dialog);
  }

  open(): void {
    if (this.dialog.open) return;
    const { author, view } = this.app;
    this.dialog.setAttribute('aria-label', t('help'));
    const keys = h('dl', { class: 'keys' });
    for (const [key, words] of kKeys) keys.append(h('dt', {}, h('kbd', {}, key)), h('dd', {}, t(words)));
    const flat = h('input', {
      type: 'checkbox', checked: view.state.flat, 'data-testid': 'flat',
      onchange: (event) => view.set({ flat: (event.target as HTMLInputElement).checked }),
    });
    refill(
      this.dialog,
      h('header', {}, h('h2', {}, t('help')), h('button', { class: 'quiet', 'aria-label': t('close'), onclick: () => this.dialog.close() }, icon(kIcons.close))),
      h('p', {}, t('help.what')),
      keys,
      h('p', {}, t('help.mouse')),
      h('label', { class: 'check' }, flat, t('help.flat')),
      h(
        'label',
        {},
        t('help.name'),
        h('input', {
          type: 'text', value: author.name, maxlength: 60, 'data-testid': 'author',
          onchange: (event) => {
            const name = (event.target as HTMLInputElement).value.trim();
            if (name !== '') author.name = name;
          },
        }),
      ),
      h('p', { class: 'hint' }, t('help.name.why')),
    );
    this.dialog.showModal();
  }
}
