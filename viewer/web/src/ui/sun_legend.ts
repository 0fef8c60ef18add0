import type { App } from '../app';
import { amount, locale, pick, t } from '../i18n/words';
import { classOf, sunScale } from '../model/colours';
import { h } from './dom';

/** "21 March 2034", or the year. */
export function spanName(span: string): string {
  if (span.length === 4) return t('sun.year', { year: span });
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${span}T00:00:00Z`));
}

/** True while sun hours are what the city is coloured by. */
export function showsSun({ view }: App): boolean {
  return view.state.unit !== null && view.state.sun !== null;
}

/** Classes of sun hours with the area of ground and wall in each. */
export function sunLegend({ view, study }: App): HTMLElement {
  const span = view.state.sun ?? '';
  const scale = sunScale(span);
  const areas = new Array<number>(scale.classes.length).fill(0);
  let points = 0;
  for (const { result } of study.sun.parts) {
    points += result?.hours.length ?? 0;
    result?.hours.forEach((value, i) => {
      const slot = value === null ? -1 : classOf(scale, value);
      if (slot >= 0) areas[slot] = (areas[slot] ?? 0) + (result.receivers[i]?.area_m2 ?? 0);
    });
  }
  return h(
    'div',
    { 'data-testid': 'sun-legend', 'data-state': study.sun.state, 'data-points': points },
    h('h2', {}, pick(scale.title)),
    h('p', { class: 'unit-line' }, `${t('legend.unit')}: ${scale.unit} · ${spanName(span)}`),
    h(
      'ul',
      {},
      ...scale.classes.map((one, slot) => {
        const swatch = h('span', { class: 'swatch' });
        swatch.style.backgroundColor = one.colour;
        const area = areas[slot] ?? 0;
        return h('li', { class: 'class-row', 'data-testid': `sun-class-${slot}`, 'data-area': area }, swatch, h('span', { class: 'label' }, pick(one.label)), h('span', { class: 'count' }, points === 0 ? '' : amount(area, 'm2')));
      }),
    ),
  );
}
