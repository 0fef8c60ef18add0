import type { App } from '../app';
import { number, t } from '../i18n/words';
import type { Building } from '../model/register';
import { h, icon, kIcons } from './dom';
import { badge, nameOf } from './unit_list';

const kMost = 30;

interface Found {
  title: string;
  detail: string;
  mark: Node | null;
  show: () => void;
}

/** Finds a building by address or id, and a plan unit by name, symbol or id. */
export class SearchDialog {
  private readonly input = h('input', {
    type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'search-results', autocomplete: 'off',
    'data-testid': 'search-field', oninput: () => this.find(), onkeydown: (event) => this.key(event as KeyboardEvent),
  });
  private readonly results = h('ul', { id: 'search-results', role: 'listbox' });
  private readonly state = h('p', { class: 'hint', role: 'status' });
  private readonly dialog = h('dialog', { class: 'panel dialog search', 'data-testid': 'search-dialog' });
  private buildings: Building[] = [];
  private found: Found[] = [];
  private chosen = 0;

  constructor(private readonly app: App) {
    const close = h('button', { class: 'quiet', onclick: () => this.dialog.close() }, icon(kIcons.close));
    this.dialog.append(h('header', {}, icon(kIcons.search), this.input, close), this.state, this.results);
    document.body.append(this.dialog);
  }

  open(): void {
    if (this.dialog.open) return;
    this.dialog.setAttribute('aria-label', t('search'));
    this.dialog.querySelector('header button')?.setAttribute('aria-label', t('close'));
    this.input.setAttribute('aria-label', t('search.hint'));
    this.input.placeholder = t('search.hint');
    this.dialog.showModal();
    this.input.select();
    this.find();
    void this.load();
  }

  private async load(): Promise<void> {
    const { register, view, notices } = this.app;
    try {
      this.buildings = await register.all(view.state.branch, (read) => {
        this.state.textContent = t('table.reading', { read: number(read), of: '…' });
      });
    } catch (problem) {
      notices.problem(problem);
    }
    this.find();
  }

  private find(): void {
    const words = this.input.value.trim().toLocaleLowerCase().split(/\s+/).filter((word) => word !== '');
    const matches = (...texts: (string | null)[]): boolean => {
      const all = texts.join(' ').toLocaleLowerCase();
      return words.every((word) => all.includes(word));
    };
    this.found = [];
    const { model, view, city } = this.app;
    for (const unit of model.units.values()) {
      if (words.length === 0 || !matches(unit.id, unit.symbol, unit.nameFi, unit.nameSv, unit.nameEn)) continue;
      const show = (): void => {
        view.set({ unit: unit.id, building: null });
        city.lookAtUnit(unit.id);
      };
      this.found.push({ title: nameOf(unit), detail: unit.id, mark: badge(unit.symbol), show });
    }
    // Where the words typed begin words of the address comes before where they merely occur in it.
    const begun = (one: Building): number => {
      const parts = (one.address ?? '').toLocaleLowerCase().split(/[\s,]+/);
      return words.filter((word) => parts.some((part) => part.startsWith(word))).length;
    };
    const fitting = words.length === 0 ? [] : this.buildings.filter((one) => matches(one.id, one.permanentId, one.address));
    for (const one of fitting.sort((a, b) => begun(b) - begun(a)).slice(0, kMost)) {
      const show = (): void => {
        view.set({ building: one.id, unit: null });
        const feature = one.feature ?? city.tiles.featureOf(one.id);
        if (feature !== undefined) city.lookAtFeature(feature);
      };
      this.found.push({ title: one.address ?? t('card.no_address'), detail: one.permanentId ?? one.id, mark: null, show });
    }
    this.chosen = 0;
    this.state.textContent = words.length === 0 ? t('search.start') : this.found.length === 0 ? t('search.none') : '';
    this.render();
  }

  private render(): void {
    const rows = this.found.map((one, at) =>
      h(
        'li',
        {
          role: 'option', id: `found-${at}`, 'aria-selected': String(at === this.chosen), 'data-testid': `found-${at}`,
          onclick: () => this.show(at),
        },
        one.mark,
        h('span', { class: 'label' }, one.title),
        h('small', {}, one.detail),
      ),
    );
    this.results.replaceChildren(...rows);
    this.input.setAttribute('aria-activedescendant', this.found.length > 0 ? `found-${this.chosen}` : '');
    rows[this.chosen]?.scrollIntoView({ block: 'nearest' });
  }

  private key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') this.show(this.chosen);
    if (step === 0) return;
    event.preventDefault();
    this.chosen = Math.max(0, Math.min(this.found.length - 1, this.chosen + step));
    this.render();
  }

  private show(at: number): void {
    const one = this.found[at];
    if (one === undefined) return;
    this.dialog.close();
    one.show();
  }
}
