import type { App } from '../app';
import { pick, t, unitName } from '../i18n/words';
import { variable } from '../model/colours';
import type { Language } from '../model/view';
import { h, icon, kIcons, refill } from './dom';
import { showsSun, spanName } from './sun_legend';
import { branchName, type ScenarioMenu } from './scenario_menu';
import { nameOf } from './unit_list';

interface Actions {
  units: () => void;
  search: () => void;
  table: () => void;
  help: () => void;
}

const kLanguages: [Language, string][] = [['fi', 'Suomi'], ['sv', 'Svenska'], ['en', 'English']];

/** The sentence of state, and the few things that belong to the whole page. */
export class TopBar {
  readonly element = h('header', { class: 'top panel' });
  private readonly sentence = h('h1', { 'data-testid': 'sentence' });
  private readonly tools = h('div', { class: 'tools' });

  constructor(
    private readonly app: App,
    scenarios: ScenarioMenu,
    private readonly actions: Actions,
  ) {
    const menu = h('div', { class: 'first' });
    this.element.append(menu, this.sentence, scenarios.element, this.tools);
    const renderMenu = (): void =>
      refill(menu, h('button', { class: 'quiet', 'aria-label': t('units'), title: t('units'), 'data-testid': 'menu', onclick: actions.units }, icon(kIcons.menu)));
    app.view.changes.listen((changed) => {
      if (changed.has('language')) {
        renderMenu();
        this.renderTools();
      }
      this.renderSentence();
    });
    app.model.subscriptions.listen(() => this.renderSentence());
    app.model.unitChanges.listen(({ unit }) => {
      if (unit.id === app.view.state.unit) this.renderSentence();
    });
    renderMenu();
    this.renderTools();
    this.renderSentence();
  }

  private renderSentence(): void {
    const { view, model } = this.app;
    const of = variable(view.state.colourBy);
    const unit = of === undefined || of.unit === of.name ? '' : unitName(of.unit);
    const sun = showsSun(this.app) ? `${t('sun').toLocaleLowerCase()}, h · ${spanName(view.state.sun ?? '')}` : '';
    const shown = sun !== '' ? sun : of === undefined ? '' : pick(of.title).toLocaleLowerCase() + (unit === '' ? '' : `, ${unit}`);
    const chosen = view.state.unit === null ? undefined : model.units.get(view.state.unit);
    const parts = [
      model.subscribed?.twinName || 'Kaksonen',
      branchName(view.state.branch),
      shown,
      chosen === undefined ? '' : nameOf(chosen),
    ].filter((part) => part !== '');
    const text = parts.join(' · ');
    this.sentence.textContent = text;
    this.sentence.title = text;
    document.title = `${parts.slice(0, 2).join(' · ')} – Kaksonen`;
  }

  private renderTools(): void {
    const { view } = this.app;
    const tool = (name: 'search' | 'table' | 'help', key: string, drawing: Node): HTMLElement =>
      h(
        'button',
        { class: 'quiet', 'aria-label': t(name), title: `${t(name)} (${key})`, 'aria-keyshortcuts': key, 'data-testid': name, onclick: () => this.actions[name]() },
        drawing,
      );
    refill(
      this.tools,
      h(
        'div',
        { class: 'languages', role: 'group', 'aria-label': t('language') },
        ...kLanguages.map(([code, name]) =>
          h(
            'button',
            { class: 'choice', lang: code, title: name, 'aria-pressed': String(view.state.language === code), 'data-testid': `language-${code}`, onclick: () => view.set({ language: code }) },
            code,
          ),
        ),
      ),
      tool('search', '/', icon(kIcons.search)),
      tool('table', 'T', icon(kIcons.table)),
      tool('help', '?', document.createTextNode('?')),
    );
  }
}
