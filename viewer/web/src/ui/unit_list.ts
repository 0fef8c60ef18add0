import type { App } from '../app';
import type { PlanUnitState } from '../generated/stream_pb';
import { amount, pick, t } from '../i18n/words';
import { planColour } from '../model/colours';
import { unitOf } from '../model/kpi';
import { hasEnded, isInForce, nameOfState } from '../model/life_cycle';
import { h, icon, kIcons, refill } from './dom';

export function nameOf(unit: PlanUnitState): string {
  return pick({ fi: unit.nameFi, sv: unit.nameSv, en: unit.nameEn }) || unit.id;
}

/** Plan symbol in its colour; the text stands beside the colour, so that colour is never the only sign. */
export function badge(symbol: string): HTMLElement {
  const element = h('span', { class: 'badge' }, symbol || '?');
  element.style.setProperty('--badge', planColour(symbol));
  return element;
}

/** The plan units of the branch, as a list. */
export class UnitList {
  readonly element = h('nav', { class: 'panel units', 'data-testid': 'unit-list' });
  private pending = false;

  constructor(
    private readonly app: App,
    private readonly close: () => void,
  ) {
    const { model, view } = app;
    for (const signal of [model.unitChanges, model.unitRemovals, model.kpiChanges, model.resets, model.catchUps]) {
      (signal as { listen: (listener: () => void) => void }).listen(() => this.later());
    }
    view.changes.listen((changed) => {
      if (changed.has('unit') || changed.has('language')) this.render();
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
    const units = [...this.app.model.units.values()].sort((a, b) =>
      Number(hasEnded(a)) - Number(hasEnded(b)) || `${a.symbol} ${a.id}`.localeCompare(`${b.symbol} ${b.id}`, undefined, { numeric: true }),
    );
    this.element.setAttribute('aria-label', t('units'));
    refill(
      this.element,
      h(
        'header',
        {},
        h('h2', {}, t('units')),
        h('button', { class: 'quiet', 'aria-label': t('close'), 'data-testid': 'units-close', onclick: this.close }, icon(kIcons.close)),
      ),
      units.length > 0
        ? h('ul', {}, ...units.map((unit) => h('li', {}, this.row(unit))))
        : h('p', { class: 'hint' }, this.app.model.live ? t('units.none') : t('loading')),
    );
  }

  private row(unit: PlanUnitState): HTMLElement {
    const { view, model, city } = this.app;
    const frame = model.kpis.get(unit.id);
    const key = 'floor_area_reachable_k_m2';
    const reachable = model.kpi(unit.id, key);
    const details = [
      isInForce(unit) ? '' : nameOfState(unit.lifeCycle),
      reachable === undefined ? '' : amount(reachable, unitOf(frame, key)),
    ].filter((part) => part !== '').join(' \u00b7 ');
    return h(
      'button',
      {
        class: 'unit-row',
        'aria-pressed': String(view.state.unit === unit.id),
        'data-testid': `unit-${unit.id}`,
        onclick: () => {
          view.set({ unit: unit.id, building: null });
          city.lookAtUnit(unit.id);
        },
      },
      badge(unit.symbol),
      h('span', { class: 'label' }, nameOf(unit), h('small', {}, details)),
    );
  }
}
