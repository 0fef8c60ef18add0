import type { App } from '../app';
import { h } from './dom';
import { badge, nameOf } from './unit_list';

/** Symbols of plan units standing over them in the picture. The unit list says the same to a screen reader. */
export class Labels {
  readonly element = h('div', { class: 'labels', 'aria-hidden': 'true' });
  private readonly shown = new Map<string, HTMLElement>();

  constructor(private readonly app: App) {
    const { model, city, view } = app;
    model.unitChanges.listen(({ unit }) => {
      this.shown.get(unit.id)?.remove();
      const label = h(
        'button',
        { class: 'unit-label', tabindex: -1, title: nameOf(unit), onclick: () => view.set({ unit: unit.id, building: null }) },
        badge(unit.symbol),
      );
      this.shown.set(unit.id, label);
      this.element.append(label);
    });
    model.unitRemovals.listen((id) => this.drop(id));
    model.resets.listen(() => [...this.shown.keys()].forEach((id) => this.drop(id)));
    view.changes.listen((changed) => {
      if (!changed.has('language')) return;
      for (const [id, label] of this.shown) {
        const unit = model.units.get(id);
        if (unit !== undefined) label.title = nameOf(unit);
      }
    });
    city.stage.afterFrame.listen(() => this.place());
  }

  private drop(id: string): void {
    this.shown.get(id)?.remove();
    this.shown.delete(id);
  }

  private place(): void {
    const { city, view } = this.app;
    for (const [id, label] of this.shown) {
      const anchor = city.plan.anchor(id);
      const at = anchor === undefined ? null : city.project(anchor);
      label.hidden = at === null || at.behind;
      label.classList.toggle('chosen', id === view.state.unit);
      if (at !== null) label.style.transform = `translate(-50%, -100%) translate(${at.x}px, ${at.y}px)`;
    }
  }
}
