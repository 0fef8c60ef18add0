import type { App } from '../app';
import type { KpiFrame } from '../generated/stream_pb';
import { t } from '../i18n/words';
import { isInForce, planSentence } from '../model/life_cycle';
import { bindingSentence } from './binding';
import { h, icon, kIcons, refill } from './dom';
import { KpiTable } from './kpi_table';
import { RuleControls } from './rule_controls';
import { StudySection } from './study_section';
import { badge, nameOf } from './unit_list';

/** The selected plan unit: its regulations as controls, the rule that binds, and the figures that follow. */
export class UnitPanel {
  readonly element = h('section', { class: 'panel inspector', 'data-testid': 'unit-panel' });
  private readonly head = h('header');
  private readonly advice = h('div');
  private readonly rules: RuleControls;
  private readonly binding = h('p', { class: 'binding', role: 'status', 'data-testid': 'binding' });
  private readonly study: StudySection;
  private readonly kpis = new KpiTable();
  private readonly foot = h('footer', { class: 'undo-row' });
  private before: KpiFrame | undefined;

  constructor(
    private readonly app: App,
    private readonly close: () => void,
  ) {
    const { view, model, editor, city } = app;
    this.rules = new RuleControls(editor);
    this.study = new StudySection(app);
    this.element.append(this.head, this.advice, this.rules.element, this.binding, this.study.element, this.kpis.element, this.foot);
    view.changes.listen((changed) => {
      if (changed.has('unit') || changed.has('branch')) this.open();
      if (changed.has('language')) this.render(true);
    });
    editor.gestures.listen(() => {
      this.before = this.frame;
    });
    editor.changes.listen(() => this.renderFoot());
    editor.problems.listen(({ problem }) => app.notices.problem(problem));
    model.kpiChanges.listen((change) => {
      if (change.unit !== view.state.unit) return;
      if (change.before === undefined) this.before = change.now;
      else if (change.live && !editor.touched && change.now.editReceivedUnixUs === 0n) this.before = change.before;
      this.renderFigures();
    });
    model.unitChanges.listen(({ unit, live }) => {
      if (unit.id !== view.state.unit) return;
      this.renderHead();
      if (live) setTimeout(() => editor.notice(unit.id, model.units.get(unit.id)?.valueDigestHex ?? unit.valueDigestHex), 300);
      else if (editor.document?.id !== unit.id) this.open();
    });
    model.unitRemovals.listen((id) => {
      if (id === view.state.unit) view.set({ unit: null });
    });
    model.catchUps.listen(() => this.open());
    view.changes.listen((changed) => {
      if (changed.has('unit')) city.plan.select(view.state.unit);
    });
    this.open();
  }

  private get frame(): KpiFrame | undefined {
    const { unit } = this.app.view.state;
    return unit === null ? undefined : this.app.model.kpis.get(unit);
  }

  private open(): void {
    const { view, editor, city } = this.app;
    this.before = this.frame;
    city.plan.select(view.state.unit);
    void editor.open(view.state.branch, view.state.unit);
    this.render(true);
  }

  private render(again: boolean): void {
    this.renderHead();
    this.rules.render(again);
    this.renderFigures();
    this.renderFoot();
  }

  private renderHead(): void {
    const { view, model, city } = this.app;
    const id = view.state.unit;
    const unit = id === null ? undefined : model.units.get(id);
    this.element.setAttribute('aria-label', t('unit'));
    const look = h('button', { class: 'quiet', 'aria-label': t('card.look'), title: t('card.look'), onclick: () => id !== null && city.lookAtUnit(id) }, icon(kIcons.look));
    refill(
      this.head,
      unit === undefined ? null : badge(unit.symbol),
      h('h2', {}, unit === undefined ? (id ?? '') : nameOf(unit), unit === undefined ? null : h('small', {}, ` ${unit.id}`)),
      look,
      h('button', { class: 'quiet', 'aria-label': t('close'), 'data-testid': 'unit-close', onclick: this.close }, icon(kIcons.close)),
    );
    const owner = unit?.editLockOwner ?? '';
    const locked = owner !== '' && owner !== this.app.author.name;
    const plan = unit === undefined ? '' : planSentence(unit);
    const current = unit === undefined || (isInForce(unit) && unit.repealedBy === '');
    refill(
      this.advice,
      plan === '' ? null : h('p', { class: current ? 'hint' : 'advice warn', 'data-testid': 'plan-state' }, plan),
      locked ? h('p', { class: 'advice warn', 'data-testid': 'locked' }, icon(kIcons.lock), t('locked', { owner })) : null,
      view.state.branch === 'main' ? h('p', { class: 'advice', 'data-testid': 'main-advice' }, t('main_advice')) : null,
    );
  }

  private renderFigures(): void {
    const { text, lost } = bindingSentence(this.frame);
    if (this.binding.textContent !== text) this.binding.textContent = text;
    this.binding.classList.toggle('lost', lost);
    this.kpis.render(this.frame, this.before);
  }

  private renderFoot(): void {
    const { editor } = this.app;
    refill(
      this.foot,
      h(
        'button',
        { class: 'small', 'data-testid': 'undo', disabled: !editor.canUndo, onclick: () => void editor.undo() },
        icon(kIcons.undo),
        t('undo'),
      ),
      h('span', { class: 'hint', 'data-testid': 'saving' }, editor.busy ? t('saving') : editor.canUndo ? t('saved') : ''),
    );
  }
}
