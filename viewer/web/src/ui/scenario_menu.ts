import type { App } from '../app';
import { t } from '../i18n/words';
import { segment } from '../net/api';
import { ask } from './ask_dialog';
import { h, icon, kIcons, refill } from './dom';

/** Printed name of a branch; `main` is the city as it stands. */
export function branchName(name: string): string {
  return name === 'main' ? t('branch.main') : name;
}

/** The scenarios of the twin: switch, make a new one from the present one, delete. */
export class ScenarioMenu {
  readonly element = h('div', { class: 'menu-host' });
  private open = false;

  constructor(private readonly app: App) {
    app.branchesChanged.listen(() => this.render());
    app.view.changes.listen((changed) => {
      if (changed.has('branch') || changed.has('language')) this.render();
    });
    document.addEventListener('pointerdown', (event) => {
      if (this.open && event.target instanceof Node && !this.element.contains(event.target)) this.shut();
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.open) return;
      event.stopPropagation();
      this.shut();
      this.element.querySelector<HTMLElement>('[data-testid="scenarios"]')?.focus();
    });
    this.render();
  }

  private shut(): void {
    this.open = false;
    this.render();
  }

  private render(): void {
    const { view, branches } = this.app;
    refill(
      this.element,
      h(
        'button',
        {
          'aria-expanded': String(this.open),
          'data-testid': 'scenarios',
          onclick: () => {
            this.open = !this.open;
            this.render();
          },
        },
        h('span', { class: 'wide-only' }, `${t('scenario')}: `),
        h('span', { class: 'name' }, branchName(view.state.branch)),
        icon(kIcons.down),
      ),
      this.open
        ? h(
            'div',
            { class: 'panel menu' },
            h('ul', {}, ...branches.map((name) => h('li', {}, this.row(name)))),
            h('button', { class: 'small', 'data-testid': 'scenario-new', onclick: () => void this.create() }, icon(kIcons.plus), t('scenario.new')),
            h('p', { class: 'hint' }, t('scenario.hint')),
          )
        : null,
    );
  }

  private row(name: string): HTMLElement {
    const here = name === this.app.view.state.branch;
    return h(
      'div',
      { class: 'menu-row' },
      h(
        'button',
        {
          class: 'choice',
          'aria-pressed': String(here),
          'data-testid': `branch-${name}`,
          onclick: () => {
            this.app.view.set({ branch: name });
            this.shut();
          },
        },
        branchName(name),
      ),
      name === 'main'
        ? null
        : h(
            'button',
            { class: 'quiet', 'aria-label': t('scenario.delete', { name }), title: t('scenario.delete', { name }), 'data-testid': `delete-${name}`, onclick: () => void this.remove(name) },
            icon(kIcons.bin),
          ),
    );
  }

  private async create(): Promise<void> {
    const { app } = this;
    const from = app.view.state.branch;
    this.shut();
    const name = await ask({
      title: t('scenario.new'),
      text: t('scenario.new.text', { from: branchName(from) }),
      field: t('scenario.name'),
      value: freeName(app.branches),
      yes: t('scenario.create'),
    });
    const branch = name === null ? '' : branchFrom(name);
    if (branch === '') return;
    try {
      await app.api.send('POST', '/branches', { name: branch, from, message: t('scenario.new') });
      if (!app.branches.includes(branch)) app.branches.push(branch);
      app.view.set({ branch });
      app.branchesChanged.emit();
    } catch (problem) {
      app.notices.problem(problem);
    }
  }

  private async remove(name: string): Promise<void> {
    const { app } = this;
    this.shut();
    const sure = await ask({ title: t('scenario.delete', { name }), text: t('scenario.delete.text'), yes: t('delete'), danger: true });
    if (sure === null) return;
    try {
      await app.api.send('DELETE', `/branches/${segment(name)}`);
      app.branches = app.branches.filter((one) => one !== name);
      if (app.view.state.branch === name) app.view.set({ branch: 'main' });
      app.branchesChanged.emit();
    } catch (problem) {
      app.notices.problem(problem);
    }
  }
}

/** "Plan-B", then "Plan-C" …: the city as it stands is plan A. */
export function freeName(taken: string[]): string {
  for (const letter of 'BCDEFGHIJKLMNOPQRSTUVWXYZ') if (!taken.includes(`Plan-${letter}`)) return `Plan-${letter}`;
  return `Plan-${taken.length + 1}`;
}

/** The branch name nearest to what was typed: up to 64 of A-Z, a-z, 0-9, '.', '_' and '-', a letter first. */
export function branchFrom(typed: string): string {
  const plain = typed.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  const allowed = plain.trim().replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '');
  return allowed.slice(0, 64);
}
