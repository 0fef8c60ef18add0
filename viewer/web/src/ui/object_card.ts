import type { App } from '../app';
import { maybe, t, type Key } from '../i18n/words';
import { fetchCityObject, type CityObject } from '../model/city_object';
import { h, icon, kIcons, refill } from './dom';

/** What is known of a street, a water or another object of the city that is no building. */
export class ObjectCard {
  readonly element = h('section', { class: 'panel inspector', 'data-testid': 'object-card' });
  private object: CityObject | null = null;
  private asked = 0;

  constructor(
    private readonly app: App,
    private readonly close: () => void,
  ) {
    app.view.changes.listen((changed) => {
      if (changed.has('object') || changed.has('branch')) void this.load();
      else if (changed.has('language')) this.render();
    });
    void this.load();
  }

  private async load(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    const { api, city, notices, view } = this.app;
    const { object, branch } = view.state;
    this.object = null;
    this.render();
    if (object === null) {
      if (view.state.building === null) city.select(null);
      return;
    }
    try {
      const loaded = await fetchCityObject(api, branch, object);
      if (mine !== this.asked) return;
      this.object = loaded;
      city.select(loaded.feature);
    } catch (problem) {
      if (mine !== this.asked) return;
      notices.problem(problem);
      view.set({ object: null });
    }
    this.render();
  }

  private render(): void {
    const one = this.object;
    this.element.setAttribute('aria-label', t('object'));
    refill(
      this.element,
      h(
        'header',
        {},
        h('h2', {}, one === null ? t('loading') : (one.name ?? this.words(one.type))),
        h('button', { class: 'quiet', 'aria-label': t('close'), 'data-testid': 'object-close', onclick: this.close }, icon(kIcons.close)),
      ),
      one === null ? h('p', { class: 'hint' }, this.app.view.state.object ?? '') : this.facts(one),
    );
  }

  private words(type: string): string {
    return maybe(`class.${type}`) ?? type;
  }

  private facts(one: CityObject): HTMLElement {
    const rows: [Key, string, string | null][] = [
      ['object.class', 'class', this.words(one.type)],
      ['object.parent', 'parent', one.parent],
      ['card.id', 'id', one.id],
      ['card.source', 'source', one.source],
    ];
    const list = h('dl', { class: 'facts' });
    for (const [key, name, value] of rows) {
      if (value === null) continue;
      list.append(h('dt', {}, t(key)), h('dd', { 'data-testid': `object-${name}` }, value));
    }
    return list;
  }
}
