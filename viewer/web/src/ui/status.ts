import type { App } from '../app';
import { t } from '../i18n/words';
import { h, refill } from './dom';

/** The designed states of the page beside "all is well": loading, no city yet, no connection. */
export class Status {
  readonly progress = h('div', { class: 'progress', role: 'progressbar', 'data-testid': 'progress' }, h('span'));
  readonly element = h('div', { class: 'status' });
  private retryAt: number | null = null;
  private wasOpen = false;

  constructor(private readonly app: App) {
    const { stream, model, city } = app;
    stream.connection.listen((connection) => {
      this.retryAt = connection.state === 'waiting' ? connection.retryAt : null;
      this.wasOpen ||= connection.state === 'open';
      this.render();
    });
    city.tiles.progress.listen((share) => this.setProgress(share));
    city.tiles.changes.listen(() => this.render());
    model.catchUps.listen(() => this.render());
    app.buildingCountChanged.listen(() => this.render());
    app.view.changes.listen((changed) => {
      if (changed.has('language')) this.render();
    });
    setInterval(() => {
      if (this.retryAt !== null) this.render();
    }, 1000);
    this.render();
  }

  private setProgress(share: number): void {
    const bar = this.progress.firstElementChild as HTMLElement;
    const waiting = this.app.model.subscribed === null;
    this.progress.classList.toggle('busy', waiting || share < 1);
    bar.style.width = `${Math.round((waiting ? 0.1 : share) * 100)}%`;
    this.progress.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    this.progress.setAttribute('aria-label', t('loading'));
  }

  private render(): void {
    const { model, stream } = this.app;
    const empty = model.live && this.app.buildingCount === 0 && model.units.size === 0;
    if (this.retryAt !== null) {
      const seconds = Math.max(0, Math.ceil((this.retryAt - Date.now()) / 1000));
      refill(
        this.element,
        h(
          'div',
          { class: 'panel state', role: 'alert', 'data-testid': 'offline' },
          h('h2', {}, t(this.wasOpen ? 'offline.lost' : 'offline.none')),
          h('p', {}, t('offline.text', { host: location.host })),
          h('p', { class: 'hint' }, t('offline.retry', { seconds })),
          h('button', { class: 'primary', 'data-testid': 'retry', onclick: () => stream.connect() }, t('offline.now')),
        ),
      );
    } else if (empty) {
      refill(
        this.element,
        h(
          'div',
          { class: 'panel state', 'data-testid': 'empty' },
          h('h2', {}, t('empty.title')),
          h('p', {}, t('empty.text')),
          h('pre', {}, 'kaksonen import city.gml register.csv'),
          h('p', { class: 'hint' }, t('empty.then')),
        ),
      );
    } else {
      refill(this.element);
    }
  }
}
