import type { App } from '../app';
import { amount, maybe, number, pick, t, type Key } from '../i18n/words';
import { kMassingKinds, type Massing } from '../model/massing';
import { regulationType } from '../model/regulations';
import { isSunSpan, kSunDays, type SunHours } from '../model/sun';
import { ApiProblem } from '../net/api';
import { h, icon, kIcons, refill } from './dom';
import { download } from './download';
import { explain } from './notices';
import { spanName } from './sun_legend';

/** Bodies and sun of the selected plan unit: what to show, and the numbers beside it. */
export class StudySection {
  readonly element = h('section', { class: 'study', 'data-testid': 'study' });
  private readonly bodies = h('div');
  private readonly sun = h('div');
  private ownDay = false;

  constructor(private readonly app: App) {
    this.element.append(this.bodies, this.sun);
    app.study.changes.listen(() => this.render());
    app.view.changes.listen((changed) => {
      for (const key of ['massing', 'sun', 'envelope', 'language', 'unit'] as const) if (changed.has(key)) return this.render();
    });
    this.render();
  }

  private render(): void {
    this.element.setAttribute('aria-label', t('study'));
    this.renderBodies();
    this.renderSun();
  }

  private renderBodies(): void {
    const { view, study } = this.app;
    const { state, answer, problem } = study.massing;
    const envelope = h('input', { type: 'checkbox', 'data-testid': 'envelope', 'aria-keyshortcuts': 'E', onchange: () => view.set({ envelope: !view.state.envelope }) });
    envelope.checked = view.state.envelope;
    const kinds = h(
      'select',
      { 'data-testid': 'massing', 'aria-keyshortcuts': 'M', onchange: (event) => view.set({ massing: (event.target as HTMLSelectElement).value || null }) },
      h('option', { value: '' }, t('massing.none')),
      ...kMassingKinds.map((kind) => h('option', { value: kind, selected: kind === view.state.massing }, t(`massing.${kind}` as Key))),
    );
    refill(
      this.bodies,
      h('div', { class: 'study-row' }, h('label', { class: 'check' }, envelope, t('envelope')), h('label', {}, t('massing'), kinds)),
      state === 'working' && answer === null ? h('p', { class: 'hint' }, t('massing.working')) : null,
      answer === null ? null : this.massing(answer),
      state === 'failed' ? this.failure(problem) : null,
    );
  }

  private massing(answer: Massing): HTMLElement {
    const { replaced } = this.app.study;
    const allowed = answer.floor_area_allowed_k_m2;
    const share = allowed === null || allowed <= 0 ? undefined : answer.floor_area_k_m2 / allowed;
    const bar = h('span', { class: 'fill' });
    bar.style.width = `${Math.round(100 * Math.min(1, share ?? 0))}%`;
    const storeys = Math.max(0, ...answer.buildings.map((one) => one.storeys));
    const lineage = t('lineage', { engine: `${answer.lineage.engine} ${answer.lineage.version}`, inputs: answer.lineage.inputs_hash.slice(0, 12), seed: number(answer.lineage.seed) });
    return h(
      'div',
      { title: lineage, 'data-testid': 'massing-answer', 'data-floor-area': answer.floor_area_k_m2, 'data-buildings': answer.buildings.length },
      answer.buildings.length === 0
        ? h('p', { class: 'advice warn' }, t('massing.nothing'))
        : h('p', {}, t('massing.reached', {
            area: amount(answer.floor_area_k_m2, 'k-m2'),
            allowed: allowed === null ? t('not_known') : amount(allowed, 'k-m2'),
            share: share === undefined ? '–' : `${number(Math.floor(share * 100 + 1e-6))} %`,
          })),
      h('div', { class: 'share', role: 'presentation' }, bar),
      h('p', { class: 'hint' }, t('massing.facts', { buildings: number(answer.buildings.length), storeys: number(storeys), footprint: amount(answer.footprint_m2, 'm2') })),
      answer.prevented_by.length === 0
        ? h('p', { class: 'hint', 'data-testid': 'massing-prevented' }, t('massing.all'))
        : h('ul', { class: 'prevented', 'data-testid': 'massing-prevented' }, ...answer.prevented_by.map((one) => h('li', { title: one.sentence }, prevention(one)))),
      replaced.length === 0 ? null : h('p', { class: 'hint', title: replaced.join(', '), 'data-testid': 'massing-replaced' }, t('massing.replaced', { n: number(replaced.length) })),
    );
  }

  private renderSun(): void {
    const { view, study } = this.app;
    const { state, problem } = study.sun;
    const chosen = view.state.sun;
    const year = new Date().getFullYear();
    const days = kSunDays.map((day) => `${year}-${day}`);
    const spans = [...days, String(year)];
    if (chosen !== null && !spans.includes(chosen)) spans.push(chosen);
    const pickDay = h(
      'select',
      {
        'data-testid': 'sun', 'aria-keyshortcuts': 'S',
        onchange: (event) => {
          const { value } = event.target as HTMLSelectElement;
          this.ownDay = value === 'own';
          // The envelope would tint what lies behind it.
          if (this.ownDay) this.renderSun();
          else view.set(value === '' ? { sun: null } : { sun: value, envelope: false });
        },
      },
      h('option', { value: '' }, t('sun.none')),
      ...spans.map((span) => h('option', { value: span, selected: span === chosen }, spanName(span))),
      h('option', { value: 'own', selected: this.ownDay }, t('sun.own')),
    );
    const own = h('input', {
      type: 'date', 'aria-label': t('sun.own'), 'data-testid': 'sun-day',
      onchange: (event) => {
        const { value } = event.target as HTMLInputElement;
        if (!isSunSpan(value)) return;
        this.ownDay = false;
        view.set({ sun: value, envelope: false });
      },
    });
    refill(
      this.sun,
      h('div', { class: 'study-row' }, h('label', {}, t('sun'), pickDay), this.ownDay ? own : null),
      chosen === null ? h('p', { class: 'hint' }, t('sun.what')) : null,
      chosen !== null && state === 'working' ? this.progress() : null,
      chosen !== null && state === 'failed' ? this.failure(problem) : null,
      chosen !== null && state === 'done' ? this.sunFacts() : null,
    );
  }

  private progress(): HTMLElement {
    const { study } = this.app;
    const share = study.progress;
    const bar = h('span', { class: 'fill' });
    bar.style.width = `${Math.round(share * 100)}%`;
    const coarse = study.sun.parts.some((part) => part.result !== null);
    return h(
      'div',
      { class: 'run' },
      h('div', { class: 'share', role: 'progressbar', 'aria-label': t('sun'), 'aria-valuenow': Math.round(share * 100), 'data-testid': 'sun-progress' }, bar),
      h('span', { class: 'hint' }, t(coarse ? 'sun.coarse' : 'sun.working', { share: number(Math.round(share * 100)) })),
      h('button', { class: 'small', 'data-testid': 'sun-cancel', onclick: () => study.cancel() }, t('cancel')),
    );
  }

  /** How exact the hours are, where they come from, and all of them as a file. */
  private sunFacts(): HTMLElement {
    const { study, view } = this.app;
    const wholes = study.sun.parts.flatMap((part) => (part.whole === null ? [] : [part.whole]));
    const bound = Math.max(0, ...wholes.map((one) => one.error_bound_h));
    const up = wholes.find((one) => one.sun_up_h !== null)?.sun_up_h;
    const first = wholes[0];
    const lineage = first === undefined ? '' : t('lineage', { engine: `${first.lineage.engine} ${first.lineage.version}`, inputs: first.lineage.inputs_hash.slice(0, 12), seed: number(first.lineage.seed) });
    const points = wholes.reduce((sum, one) => sum + one.hours.length, 0);
    return h(
      'div',
      {},
      h('p', { class: 'hint', title: lineage, 'data-testid': 'sun-bound' }, t('sun.bound', { bound: number(bound, 2), points: number(points), up: up === undefined || up === null ? '–' : number(up, 1) })),
      ...[...new Set(wholes.flatMap((one) => one.warnings))].map((warning) => h('p', { class: 'advice warn' }, warning)),
      h('button', { class: 'small', 'data-testid': 'sun-csv', onclick: () => download(`sun-hours-${view.state.unit ?? ''}-${view.state.sun ?? ''}.csv`, sunCsv(wholes)) }, icon(kIcons.save), t('sun.csv')),
    );
  }

  private failure(problem: unknown): HTMLElement {
    const known = problem instanceof ApiProblem ? problem : new ApiProblem(0, { detail: String(problem) });
    const { text, remedy } = explain(known);
    return h(
      'div',
      { class: 'advice warn', role: 'alert', 'data-testid': 'study-problem' },
      h('div', {}, h('p', {}, text), remedy === '' ? null : h('p', { class: 'hint' }, remedy), h('button', { class: 'small', onclick: () => this.app.study.again() }, t('study.again'))),
    );
  }
}

/** "Storey limit: 400 k-m² unreachable". */
function prevention(one: Massing['prevented_by'][number]): string {
  const kind = regulationType(one.rule);
  const rule = maybe(`massing.rule.${one.rule}`) ?? maybe(`binding.rule.${kind?.rule ?? ''}`) ?? (kind === undefined ? one.rule : pick(kind.name));
  return t('massing.prevented', { rule, loss: amount(one.loss_k_m2, 'k-m2') });
}

function sunCsv(wholes: SunHours[]): string {
  const rows = ['easting_m,northing_m,height_n2000_m,nx,ny,nz,owner,storey,area_m2,sun_hours_h'];
  const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  for (const one of wholes) {
    one.receivers.forEach((receiver, i) => {
      rows.push([...receiver.at.map((value) => value.toFixed(3)), quoted(receiver.owner ?? ''), receiver.storey ?? '', receiver.area_m2.toFixed(2), one.hours[i] ?? ''].join(','));
    });
  }
  return `${rows.join('\r\n')}\r\n`;
}
