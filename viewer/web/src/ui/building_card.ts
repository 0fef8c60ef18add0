import type { App } from '../app';
import { amount, maybe, number, pick, t, year, type Key } from '../i18n/words';
import { classOf, variable } from '../model/colours';
import type { Building } from '../model/register';
import { h, icon, kIcons, refill } from './dom';

/** The register card of the selected building. What is not known is said to be so. */
export class BuildingCard {
  readonly element = h('section', { class: 'panel inspector', 'data-testid': 'building-card' });
  private building: Building | null = null;
  private asked = 0;

  constructor(
    private readonly app: App,
    private readonly close: () => void,
  ) {
    app.view.changes.listen((changed) => {
      if (changed.has('building') || changed.has('branch')) void this.load();
      else if (changed.has('language')) this.render();
    });
    void this.load();
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    const { view, register, notices, city } = this.app;
    const { building, branch } = view.state;
    this.building = null;
    this.render();
    if (building === null) return city.select(null);
    city.select(city.tiles.featureOf(building) ?? null);
    try {
      const loaded = await register.one(branch, building);
      if (mine !== this.asked) return;
      this.building = loaded;
      if (loaded.feature !== null) city.select(loaded.feature);
    } catch (problem) {
      if (mine !== this.asked) return;
      notices.problem(problem);
      view.set({ building: null });
    }
    this.render();
  }

  private render(): void {
    const one = this.building;
    const id = this.app.view.state.building;
    this.element.setAttribute('aria-label', t('card'));
    refill(
      this.element,
      h(
        'header',
        {},
        h('h2', {}, one?.address ?? (one === null ? t('loading') : t('card.no_address'))),
        h('button', { class: 'quiet', 'aria-label': t('card.look'), title: t('card.look'), onclick: () => this.look() }, icon(kIcons.look)),
        h('button', { class: 'quiet', 'aria-label': t('close'), 'data-testid': 'card-close', onclick: this.close }, icon(kIcons.close)),
      ),
      one === null ? h('p', { class: 'hint' }, id ?? '') : this.facts(one),
    );
  }

  private facts(one: Building): HTMLElement {
    const use = variable('use');
    const kind = use === undefined || one.use === null ? undefined : use.classes[classOf(use, one.use)];
    const swatch = h('span', { class: 'swatch' });
    if (kind !== undefined) swatch.style.backgroundColor = kind.colour;
    const useWords = [kind === undefined ? null : pick(kind.label), one.useText].filter((part) => part !== null).join(' – ');
    const link = one.link === null ? null : (maybe(`link.${one.link}`) ?? one.link);
    const rows: [Key, string, (string | null)?][] = [
      ['card.use', 'use', useWords === '' ? null : one.use === null ? useWords : `${useWords} (${String(one.use).padStart(3, '0')})`],
      ['card.floor_area', 'floor-area', one.floorArea === null ? null : amount(one.floorArea, 'm2')],
      ['card.storeys', 'storeys', one.storeys === null ? null : number(one.storeys)],
      ['card.year', 'year', one.year === null ? null : year(one.year)],
      ['card.height', 'height', one.height === null ? null : amount(one.height, 'm', 1)],
      ['card.owner', 'owner', one.ownerType],
      ['card.permanent_id', 'permanent-id', one.permanentId],
      ['card.id', 'id', one.id],
      ['card.link', 'link', link === null ? null : one.linkNote === null ? link : `${link}: ${one.linkNote}`],
      ['card.source', 'source', one.source],
    ];
    const list = h('dl', { class: 'facts' });
    for (const [key, name, value] of rows) {
      list.append(
        h('dt', {}, t(key)),
        h(
          'dd',
          { 'data-testid': `card-${name}`, class: value == null ? 'unknown' : '' },
          name === 'use' && kind !== undefined ? swatch : null,
          value ?? t('not_known'),
        ),
      );
    }
    return list;
  }

  private look(): void {
    const feature = this.building?.feature;
    if (feature !== null && feature !== undefined) this.app.city.lookAtFeature(feature);
  }
}
