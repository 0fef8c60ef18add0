import type { App } from '../app';
import { maybe, number, pick, t, unitName } from '../i18n/words';
import { countClasses, kNoDataColour, kNoDataLabel, kVariables, variable } from '../model/colours';
import { h, icon, kIcons, refill } from './dom';
import { showsSun, sunLegend } from './sun_legend';

/** What the city is coloured by: title, unit, classes with counts, "no data". A click on a class shows it alone. */
export class Legend {
  readonly element = h('section', { class: 'panel legend', 'data-testid': 'legend' });
  private open = !matchMedia('(max-width: 640px)').matches;
  private pending = false;

  constructor(private readonly app: App) {
    const { model, view } = app;
    model.valueChanges.listen((values) => {
      if (values.variable === view.state.colourBy) this.later();
    });
    model.resets.listen(() => this.later());
    app.study.changes.listen(() => {
      if (showsSun(app)) this.later();
    });
    app.buildingCountChanged.listen(() => this.later());
    app.city.tiles.changes.listen(() => this.later());
    view.changes.listen((changed) => {
      if (changed.has('colourBy') || changed.has('isolated') || changed.has('language') || changed.has('surroundings') || changed.has('sun') || changed.has('unit')) this.render();
    });
    this.render();
  }

  private later(): void {
    if (this.pending) return;
    this.pending = true;
    setTimeout(() => {
      this.pending = false;
      this.render();
    }, 50);
  }

  private render(): void {
    const { model, view } = this.app;
    const of = variable(view.state.colourBy);
    if (of === undefined) return;
    if (showsSun(this.app)) {
      // Buildings are quiet meanwhile: two colourings at once would say nothing.
      this.element.setAttribute('aria-label', t('legend'));
      refill(this.element, sunLegend(this.app));
      return;
    }
    const values = model.values.get(of.name);
    const counts = values === undefined ? [] : countClasses(of, values.numbers, this.app.buildingCount);
    const unit = unitName(of.unit);
    const choose = h(
      'select',
      {
        'aria-label': t('colour_by'),
        'data-testid': 'colour-by',
        onchange: (event) => view.set({ colourBy: (event.target as HTMLSelectElement).value, isolated: null }),
      },
      ...kVariables.map((one) => h('option', { value: one.name, selected: one.name === of.name }, pick(one.title))),
    );
    const fold = h(
      'button',
      {
        class: `quiet fold${this.open ? ' open' : ''}`,
        'aria-expanded': String(this.open),
        'aria-label': t('legend'),
        'data-testid': 'legend-fold',
        onclick: () => {
          this.open = !this.open;
          this.render();
        },
      },
      icon(kIcons.down),
    );
    const rows = [
      ...of.classes.map((one, slot) => ({ slot, colour: one.colour, label: pick(one.label), count: counts[slot] })),
      { slot: -1, colour: kNoDataColour, label: pick(kNoDataLabel), count: counts[of.classes.length] },
    ];
    this.element.setAttribute('aria-label', t('legend'));
    refill(
      this.element,
      h('header', {}, choose, fold),
      this.open ? h('p', { class: 'unit-line' }, `${t('legend.unit')}: ${unit === '' ? (maybe(`legend.unit.${of.name}`) ?? '–') : unit}`) : null,
      this.open ? h('ul', {}, ...rows.map((row) => this.row(row))) : null,
      this.open && view.state.isolated !== null
        ? h('button', { class: 'small', 'data-testid': 'legend-all', onclick: () => view.set({ isolated: null }) }, t('legend.all'))
        : null,
      this.open && this.app.city.tiles.hasSurroundings ? this.surroundings() : null,
    );
  }

  /** What is around the buildings has colours of its own and can be left out. */
  private surroundings(): HTMLElement {
    const { view } = this.app;
    const box = h('input', {
      type: 'checkbox',
      'data-testid': 'surroundings',
      onchange: (event) => view.set({ surroundings: (event.target as HTMLInputElement).checked }),
    });
    box.checked = view.state.surroundings;
    return h('label', { class: 'surroundings' }, box, h('span', {}, t('surroundings')));
  }

  private row(row: { slot: number; colour: string; label: string; count: number | undefined }): HTMLElement {
    const { view } = this.app;
    const alone = view.state.isolated === row.slot;
    const swatch = h('span', { class: 'swatch' });
    swatch.style.backgroundColor = row.colour;
    return h(
      'li',
      {},
      h(
        'button',
        {
          class: 'class-row',
          'aria-pressed': String(alone),
          'data-testid': `legend-${row.slot < 0 ? 'no-data' : row.slot}`,
          'data-colour': row.colour,
          'data-count': row.count ?? '',
          title: t('legend.isolate'),
          onclick: () => view.set({ isolated: alone ? null : row.slot }),
        },
        swatch,
        h('span', { class: 'label' }, row.label),
        h('span', { class: 'count' }, row.count === undefined ? '' : number(row.count)),
      ),
    );
  }
}
