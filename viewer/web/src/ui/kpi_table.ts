import type { KpiFrame } from '../generated/stream_pb';
import { amount, number, signed, t, type Key } from '../i18n/words';
import { kKpis, unitOf, valueOf, type KpiKind } from '../model/kpi';
import { h, refill } from './dom';

/** The figures of one plan unit: value with unit, lineage, and the difference to a figure before. */
export class KpiTable {
  readonly element = h('div', { class: 'kpis' });
  private readonly tip = h('div', { class: 'tip', role: 'tooltip', id: 'lineage', hidden: true });

  render(frame: KpiFrame | undefined, before: KpiFrame | undefined): void {
    const rows = kKpis.map((kind) => this.row(kind, frame, before));
    refill(
      this.element,
      h(
        'table',
        {},
        h('caption', { class: 'unseen' }, t('kpis')),
        h(
          'thead',
          { class: 'unseen' },
          h('tr', {}, ...(['kpis.name', 'kpis.value', 'kpis.change'] as Key[]).map((key) => h('th', { scope: 'col' }, t(key)))),
        ),
        h('tbody', {}, ...rows),
      ),
      this.tip,
    );
  }

  private row(kind: KpiKind, frame: KpiFrame | undefined, before: KpiFrame | undefined): HTMLElement {
    const value = valueOf(frame, kind.key);
    const old = valueOf(before, kind.key);
    const unit = unitOf(frame, kind.key);
    const change = value === undefined || old === undefined ? 0 : value - old;
    const shown = frame === undefined ? t('kpi.waiting') : value === undefined ? t('kpi.cannot') : amount(value, unit, kind.digits);
    const cell = h(
      'button',
      {
        class: 'value',
        'aria-describedby': 'lineage',
        'data-testid': `kpi-${kind.key}`,
        'data-value': value ?? '',
        'data-unit': unit,
        onmouseenter: (event) => this.explain(event, frame, kind, value === undefined),
        onfocus: (event) => this.explain(event, frame, kind, value === undefined),
        onmouseleave: () => (this.tip.hidden = true),
        onblur: () => (this.tip.hidden = true),
      },
      shown,
    );
    return h(
      'tr',
      { class: `${kind.group} ${kind.key === 'floor_area_reachable_k_m2' ? 'main' : ''}` },
      h('th', { scope: 'row' }, t(`kpi.${kind.key}` as Key)),
      h('td', { class: value === undefined ? 'unknown' : '' }, cell),
      h('td', { class: 'change', 'data-testid': `change-${kind.key}`, 'data-value': change }, ...this.change(kind, change)),
    );
  }

  private change(kind: KpiKind, change: number): (HTMLElement | string)[] {
    if (Math.abs(change) < 0.5 * 10 ** -kind.digits) return [];
    const up = change > 0;
    const word: Key = kind.rise === 'worse' ? (up ? 'change.worse' : 'change.better') : up ? 'change.more' : 'change.less';
    return [
      h('span', { class: kind.rise === 'worse' ? (up ? 'worse' : 'better') : 'neutral' }, `${up ? '▲' : '▼'}\u00a0${signed(change, kind.digits)}`),
      h('small', {}, t(word)),
    ];
  }

  private explain(event: Event, frame: KpiFrame | undefined, kind: KpiKind, missing: boolean): void {
    if (frame === undefined || !(event.target instanceof HTMLElement)) return;
    const lines = [t(`kpi.${kind.key}.what` as Key)];
    if (missing) lines.push(...frame.warnings);
    const lineage = t('lineage', {
      engine: frame.engine,
      inputs: frame.inputsHashHex.slice(0, 12),
      seed: number(Number(frame.seed)),
    });
    this.tip.replaceChildren(...lines.map((line) => h('p', {}, line)), h('p', { class: 'lineage', 'data-testid': 'lineage' }, lineage));
    this.tip.hidden = false;
    const row = event.target.closest('tr');
    if (row !== null) this.tip.style.top = `${row.offsetTop + row.offsetHeight}px`;
  }
}
