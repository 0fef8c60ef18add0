import type { App } from '../app';
import { currentLanguage, number, t, year } from '../i18n/words';
import { sortRows, toCsv, type Cell, type Column, type Table } from '../model/table';
import { buildingTable, kpiTable } from './answers';
import { h, icon, kIcons, refill } from './dom';
import { download } from './download';

const kStep = 300;
type Tab = 'buildings' | 'units';

/** The same answers as the 3D view, as tables: sortable, downloadable; a row opens its feature. */
export class TableDialog {
  private readonly body = h('div', { class: 'table-body' });
  private readonly dialog = h('dialog', { class: 'panel dialog table-dialog', 'data-testid': 'table-dialog' }, this.body);
  private tab: Tab = 'units';
  private table: Table | null = null;
  private progress = '';
  private sortBy: { column: number; falling: boolean } = { column: 0, falling: false };
  private shown = kStep;
  private asked = 0;

  constructor(private readonly app: App) {
    document.body.append(this.dialog);
    app.model.kpiChanges.listen(() => {
      if (this.dialog.open && this.tab === 'units') void this.load();
    });
  }

  open(): void {
    if (this.dialog.open) return;
    this.dialog.setAttribute('aria-label', t('table'));
    this.dialog.showModal();
    void this.load();
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    if (this.tab === 'units') {
      this.table = kpiTable(this.app);
      return this.render();
    }
    this.table = null;
    this.progress = t('loading');
    this.render();
    try {
      const buildings = await this.app.register.all(this.app.view.state.branch, (read, of) => {
        this.progress = t('table.reading', { read: number(read), of: of === null ? '…' : number(of) });
        this.render();
      });
      if (mine !== this.asked) return;
      this.table = buildingTable(buildings);
    } catch (problem) {
      this.app.notices.problem(problem);
      this.progress = t('table.failed');
    }
    this.render();
  }

  private choose(tab: Tab): void {
    this.tab = tab;
    this.sortBy = { column: 0, falling: false };
    this.shown = kStep;
    void this.load();
  }

  private render(): void {
    const tab = (name: Tab, words: string): HTMLElement =>
      h('button', { class: 'choice', 'aria-pressed': String(this.tab === name), 'data-testid': `tab-${name}`, onclick: () => this.choose(name) }, words);
    const rows = this.table === null ? [] : sortRows(this.table.rows, this.sortBy.column, this.sortBy.falling, currentLanguage());
    refill(
      this.body,
      h(
        'header',
        {},
        h('h2', { class: 'unseen' }, t('table')),
        tab('units', t('units')),
        tab('buildings', t('buildings')),
        h('span', { class: 'grow' }),
        h('button', { class: 'small', disabled: this.table === null, 'data-testid': 'csv', onclick: () => this.download() }, icon(kIcons.save), 'CSV'),
        h('button', { class: 'quiet', 'aria-label': t('close'), 'data-testid': 'table-close', onclick: () => this.dialog.close() }, icon(kIcons.close)),
      ),
      this.table === null
        ? h('p', { class: 'hint', role: 'status' }, this.progress)
        : h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': t('table') }, this.grid(this.table, rows)),
      rows.length > this.shown
        ? h('button', { class: 'small', onclick: () => { this.shown += kStep; this.render(); } }, t('table.more', { shown: number(this.shown), of: number(rows.length) }))
        : null,
      this.table !== null && rows.length === 0 ? h('p', { class: 'hint' }, t('table.empty')) : null,
    );
  }

  private grid(table: Table, rows: Cell[][]): HTMLElement {
    const head = table.columns.map((column, at) => {
      const active = this.sortBy.column === at;
      const sort = (): void => {
        this.sortBy = { column: at, falling: active && !this.sortBy.falling };
        this.render();
      };
      const arrow = active ? (this.sortBy.falling ? ' ▼' : ' ▲') : '';
      return h(
        'th',
        { scope: 'col', 'aria-sort': active ? (this.sortBy.falling ? 'descending' : 'ascending') : null },
        h('button', { class: 'quiet sort', 'data-testid': `sort-${column.key}`, onclick: sort }, column.title, column.unit === '' ? '' : ` (${column.unit})`, arrow),
      );
    });
    const body = rows.slice(0, this.shown).map((row) => h('tr', {}, ...row.map((cell, at) => this.cell(cell, table.columns[at], at === 0))));
    return h('table', { class: 'answers' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...body));
  }

  private cell(value: Cell, column: Column | undefined, first: boolean): HTMLElement {
    if (value === null) return h('td', { class: 'unknown' }, t('not_known'));
    if (first) return h('th', { scope: 'row' }, h('button', { class: 'quiet link', title: String(value), onclick: () => this.show(String(value)) }, String(value)));
    if (typeof value === 'string') return h('td', {}, value);
    return h('td', { class: 'amount' }, column?.year === true ? year(value) : number(value, column?.digits ?? 0));
  }

  private show(id: string): void {
    const { view, city } = this.app;
    this.dialog.close();
    if (this.tab === 'units') {
      view.set({ unit: id, building: null });
      city.lookAtUnit(id);
      return;
    }
    view.set({ building: id, unit: null });
    const feature = city.tiles.featureOf(id);
    if (feature !== undefined) city.lookAtFeature(feature);
  }

  private download(): void {
    if (this.table === null) return;
    download(`${this.app.model.subscribed?.twinName ?? 'twin'}-${this.app.view.state.branch}-${this.tab}.csv`, toCsv(this.table));
  }
}
