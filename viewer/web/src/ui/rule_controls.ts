import { pick, t, unitName } from '../i18n/words';
import { nameOfState } from '../model/life_cycle';
import type { PlanEditor, UnitDocument } from '../model/plan_editor';
import {
  acceptable, detailsOf, kRegulationTypes, limitOf, range, regulationType, withLimit, withoutRegulation, withRegulation, type Regulation,
  type RegulationType,
} from '../model/regulations';
import { h, icon, kIcons, refill } from './dom';

function details(one: Regulation): HTMLElement | null {
  const words = [one.life_cycle === undefined ? '' : nameOfState(one.life_cycle), detailsOf(one)].filter((part) => part !== '').join('; ');
  return words === '' ? null : h('small', {}, ` ${words}`);
}

/** A slider and a number field for each regulation of the unit, and a menu to add those it does not have. */
export class RuleControls {
  readonly element = h('div', { class: 'rules' });
  private layout = '';

  constructor(private readonly editor: PlanEditor) {
    editor.changes.listen(() => this.render());
  }

  /** Builds the controls anew when the set of regulations or the language changed, else only moves them. */
  render(again = false): void {
    const { document } = this.editor;
    if (document === null) {
      this.layout = '';
      refill(this.element, h('p', { class: 'hint' }, t('loading')));
      return;
    }
    const layout = `${document.id}|${document.regulations.map((one) => one.type).join('|')}`;
    if (again || layout !== this.layout) {
      this.layout = layout;
      this.build(document);
    } else {
      document.regulations.forEach((one, index) => this.move(one, index));
    }
  }

  private build(document: UnitDocument): void {
    const standing = (one: Regulation): number => {
      const at = kRegulationTypes.findIndex((kind) => kind.type === one.type);
      return at < 0 ? kRegulationTypes.length : at;
    };
    const rows = document.regulations
      .map((one, index) => ({ one, index }))
      .sort((a, b) => standing(a.one) - standing(b.one))
      .map(({ one, index }) => this.row(document, one, index));
    const absent = kRegulationTypes.filter((kind) => kind.offered && !document.regulations.some((one) => one.type === kind.type));
    refill(this.element, ...rows, absent.length > 0 ? this.adder(absent, document) : null);
    document.regulations.forEach((one, index) => this.move(one, index));
  }

  private row(document: UnitDocument, one: Regulation, index: number): HTMLElement {
    const kind = regulationType(one.type);
    const limit = limitOf(one);
    if (kind === undefined || limit === undefined) {
      const words = [one.type, limit, one.unit, one.text].filter((part) => part !== undefined && part !== '').join(' ');
      return h('p', { class: 'rule text' }, words, details(one));
    }
    const { min, max } = range(kind, document.ground_level_n2000_m, limit);
    const common = { min, max, step: kind.step, value: limit };
    const id = `rule-${index}`;
    const unit = [unitName(kind.unit), kind.datum ?? ''].join(' ').trim();
    const again = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      if (input.value === '' || !Number.isFinite(Number(input.value))) return;
      const accepted = acceptable(kind, document.ground_level_n2000_m, Number(input.value));
      if (input.type === 'number') input.value = String(accepted);
      this.set(index, accepted);
    };
    const settle = (): void => this.editor.settle();
    return h(
      'div',
      { class: 'rule' },
      h('label', { for: id }, pick(kind.name), details(one)),
      h('span', { class: 'amount' },
        h('input', { ...common, max: null, type: 'number', id, 'data-index': index, inputmode: 'decimal', 'data-testid': `number-${kind.type}`, onchange: (event) => { again(event); settle(); } }),
        unit === '' ? null : h('span', { class: 'unit' }, unit),
      ),
      h('input', {
        ...common, type: 'range', 'data-index': index, 'aria-label': `${pick(kind.name)}${unit === '' ? '' : `, ${unit}`}`,
        'data-testid': `slider-${kind.type}`, oninput: again, onchange: settle,
      }),
      h('button', {
        class: 'quiet', 'aria-label': t('rules.remove', { rule: pick(kind.name) }), title: t('rules.remove', { rule: pick(kind.name) }),
        'data-testid': `remove-${kind.type}`,
        onclick: () => {
          const now = this.editor.document;
          if (now !== null) this.editor.change(withoutRegulation(now.regulations, index));
          settle();
        },
      }, icon(kIcons.close)),
    );
  }

  private adder(absent: RegulationType[], document: UnitDocument): HTMLElement {
    const first = [...absent].sort((a, b) => Number(b.standing) - Number(a.standing));
    return h(
      'select',
      {
        class: 'adder', 'aria-label': t('rules.add'), 'data-testid': 'rule-add',
        onchange: (event) => {
          const kind = regulationType((event.target as HTMLSelectElement).value);
          const now = this.editor.document;
          if (kind === undefined || now === null) return;
          const start = kind.datum === undefined ? kind.start : Math.round(document.ground_level_n2000_m + kind.start);
          this.editor.change(withRegulation(now.regulations, kind, start));
          this.editor.settle();
        },
      },
      h('option', { value: '' }, `+ ${t('rules.add')}`),
      ...first.map((kind) => h('option', { value: kind.type }, pick(kind.name))),
    );
  }

  private set(index: number, limit: number): void {
    const now = this.editor.document;
    if (now === null) return;
    this.editor.change(withLimit(now.regulations, index, limit));
  }

  private move(one: Regulation, index: number): void {
    const limit = limitOf(one);
    if (limit === undefined) return;
    for (const input of this.element.querySelectorAll<HTMLInputElement>(`input[data-index="${index}"]`)) {
      const typing = document.activeElement === input && input.type === 'number';
      if (!typing && Number(input.value) !== limit) input.value = String(limit);
    }
  }
}
