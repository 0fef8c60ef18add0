import type { App } from '../app';
import { amount, maybe, number, pick, t, year, type Key } from '../i18n/words';
import { classOf, variable } from '../model/colours';
import { codeLabel } from '../model/code_labels';
import { qualityOf, reportAddress, type Quality } from '../model/quality';
import type { Building } from '../model/register';
import { h, icon, kIcons, refill } from './dom';

function percent(share: number): string {
  return `${number(Math.round(share * 100))} %`;
}

function listed(words: string[]): string | null {
  return words.length === 0 ? null : words.join('; ');
}

const kPropertyKeys: Record<string, string> = {
  floor_area_m2: 'card.floor_area',
  completion_year: 'card.year',
  facade_material: 'card.facade',
  owner_type: 'card.owner',
  use_code: 'card.use',
  use_code_2018: 'card.use_2018',
};

/** "storeys" as the card calls it. */
function propertyName(property: string): string {
  const plain = property.replace(/_m[23]$/, '');
  return maybe(kPropertyKeys[property] ?? `card.${plain}`) ?? property;
}

/** The register card of the selected building. What is not known is said to be so. */
export class BuildingCard {
  readonly element = h('section', { class: 'panel inspector', 'data-testid': 'building-card' });
  private building: Building | null = null;
  /** null: not known yet; undefined: the server could not say */
  private quality: Quality | null | undefined = null;
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
    this.quality = null;
    this.render();
    if (building === null) {
      if (view.state.object === null) city.select(null);
      return;
    }
    city.select(city.tiles.featureOf(building) ?? null);
    try {
      const loaded = await register.one(branch, building);
      if (mine !== this.asked) return;
      this.building = loaded;
      if (loaded.feature !== null) city.select(loaded.feature);
      void this.judge(branch, building, mine);
    } catch (problem) {
      if (mine !== this.asked) return;
      notices.problem(problem);
      view.set({ building: null });
    }
    this.render();
  }

  /** The card does not wait for its quality. */
  private async judge(branch: string, building: string, mine: number): Promise<void> {
    const quality = await qualityOf(this.app.api, branch, building).catch(() => undefined);
    if (mine !== this.asked) return;
    this.quality = quality;
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
    const reason = one.link === null ? null : (maybe(`link.${one.link}`) ?? one.link);
    const link = reason === null ? null : one.linkProbability === null ? reason : `${reason}, ${percent(one.linkProbability)}`;
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
    // What few registers tell is shown where it is known.
    const more: typeof rows = [
      ['card.use_2018', 'use-2018', one.use2018 === null ? null : this.coded(`use_2018/${one.use2018}`, one.use2018)],
      ['card.municipal_number', 'municipal-number', one.municipalNumber],
      ['card.property_id', 'property-id', one.propertyId],
      ['card.address_sv', 'address-sv', one.addressSv],
      ['card.total_area', 'total-area', one.totalArea === null ? null : amount(one.totalArea, 'm2')],
      ['card.basement_area', 'basement-area', one.basementArea === null ? null : amount(one.basementArea, 'm2')],
      ['card.volume', 'volume', one.volume === null ? null : amount(one.volume, 'm3')],
      ['card.dwellings', 'dwellings', one.dwellings === null ? null : number(one.dwellings)],
      ['card.material', 'material', one.material === null ? null : this.coded(one.material)],
      ['card.facade', 'facade', one.facade === null ? null : this.coded(one.facade)],
      ['card.heating_mode', 'heating-mode', one.heatingMode === null ? null : this.coded(one.heatingMode)],
      ['card.heating_source', 'heating-source', one.heatingSource === null ? null : this.coded(one.heatingSource)],
      ['card.lift', 'lift', one.lift === null ? null : t(one.lift ? 'yes' : 'no')],
      ['card.connections', 'connections', this.connections(one)],
      ['card.status', 'status', one.status === null ? null : this.coded(one.status)],
      ['card.conflicts', 'conflicts', listed(one.conflicts)],
      ['card.from_model', 'from-model', listed(one.fromModel.map(propertyName))],
      ['card.rows', 'rows', listed(one.linkRows)],
      ['card.shared_by', 'shared-by', one.sharedBy === null ? null : number(one.sharedBy)],
      ['card.runner_up', 'runner-up', this.runnerUp(one)],
    ];
    rows.splice(rows.length - 4, 0, ...more.filter(([, , value]) => value !== null));
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
    list.append(h('dt', {}, t('card.quality')), this.judgement());
    return list;
  }

  /** Findings in words and the way to them in the quality report. */
  private judgement(): HTMLElement {
    const one = this.quality;
    const row = h('dd', { 'data-testid': 'card-quality', class: one == null ? 'unknown' : '' });
    if (one === null) row.append(t('loading'));
    else if (one === undefined) row.append(t('not_known'));
    else {
      const words = one.counts.map(({ severity, count }) => t(`quality.${severity}.${count === 1 ? 'one' : 'many'}`, { n: number(count) }));
      if (!one.volumeKnown) words.push(t('quality.no_volume'));
      const { branch, language } = this.app.view.state;
      const link = h(
        'a',
        { href: reportAddress(branch, language, one.anchor), target: '_blank', rel: 'noopener', 'data-testid': 'card-report' },
        t(one.anchor === null ? 'quality.report' : 'quality.details'),
      );
      row.append(words.length === 0 ? t('quality.none') : words.join(', '), ' · ', link);
    }
    return row;
  }

  /** The label in the language of the client, with the code behind it when one is given. */
  private coded(key: string, code?: string): string {
    const label = codeLabel(key);
    const words = label === undefined ? (code ?? key) : pick(label);
    return code === undefined || label === undefined ? words : `${words} (${code})`;
  }

  private runnerUp(one: Building): string | null {
    if (one.runnerUp === null) return null;
    const { id, probability } = one.runnerUp;
    return probability === null ? id : `${id}, ${percent(probability)}`;
  }

  private connections(one: Building): string | null {
    const words = one.connections.map(({ network, connected }) => `${t(`network.${network}`)}: ${t(connected ? 'yes' : 'no')}`);
    return words.length === 0 ? null : words.join(', ');
  }

  private look(): void {
    const feature = this.building?.feature;
    if (feature !== null && feature !== undefined) this.app.city.lookAtFeature(feature);
  }
}
