import type { App } from '../app';
import { t } from '../i18n/words';
import { kMassingKinds } from '../model/massing';
import { kSunDays } from '../model/sun';
import { BuildingCard } from './building_card';
import { h } from './dom';
import { HelpDialog } from './help_dialog';
import { listenToKeys } from './keys';
import { Labels } from './labels';
import { Legend } from './legend';
import { ObjectCard } from './object_card';
import { ScenarioMenu } from './scenario_menu';
import { SearchDialog } from './search_dialog';
import { Status } from './status';
import { TableDialog } from './table_dialog';
import { TopBar } from './top_bar';
import { UnitList } from './unit_list';
import { UnitPanel } from './unit_panel';

/** Width of the panel of a selection with its margin, in pixels. */
const kSelectionWidth = 372;

/** The next kind of buildings on the chosen unit, after the last none. */
function nextMassing({ view, notices }: App): void {
  if (view.state.unit === null) return notices.say(t('study.choose'));
  const kinds: (string | null)[] = [null, ...kMassingKinds];
  view.set({ massing: kinds[(kinds.indexOf(view.state.massing) + 1) % kinds.length] ?? null });
}

/** The next of the days that planners ask about, after the last none. */
function nextDay({ view, notices }: App): void {
  if (view.state.unit === null) return notices.say(t('study.choose'));
  const days: (string | null)[] = [null, ...kSunDays.map((day) => `${new Date().getFullYear()}-${day}`)];
  const sun = days[(days.indexOf(view.state.sun) + 1) % days.length] ?? null;
  view.set(sun === null ? { sun } : { sun, envelope: false });
}

/** Puts all panels around the city and gives back the places of north arrow and scale bar. */
export function layOut(app: App, canvas: HTMLCanvasElement): { north: HTMLElement; bar: HTMLElement; words: HTMLElement } {
  const { view, city } = app;
  const phone = matchMedia('(max-width: 640px)');
  const deselect = (): void => view.set({ unit: null, building: null, object: null });

  const search = new SearchDialog(app);
  const table = new TableDialog(app);
  const help = new HelpDialog(app);
  const status = new Status(app);
  const legend = new Legend(app);
  const card = new BuildingCard(app, deselect);
  const object = new ObjectCard(app, deselect);
  const unit = new UnitPanel(app, deselect);
  const labels = new Labels(app);
  const units = new UnitList(app, () => showUnits(false));
  const left = h('div', { class: 'left' }, units.element, legend.element);
  const right = h('div', { class: 'right' }, unit.element, card.element, object.element);

  let unitsOpen = !phone.matches;
  const makeRoom = (): void => {
    const sheet = phone.matches ? [units.element, right].find((one) => one.offsetHeight > 0) : undefined;
    const head = top.element.offsetHeight;
    // The panels below the head stand clear of it, however many lines its sentence takes.
    document.documentElement.style.setProperty('--head', `${head}px`);
    document.documentElement.style.setProperty('--sheet', `${sheet?.offsetHeight ?? 0}px`);
    city.stage.setInset(phone.matches || !unitsOpen ? 0 : left.offsetWidth, head, sheet?.offsetHeight ?? 0);
    city.coverage = phone.matches ? 0 : kSelectionWidth;
  };
  const showUnits = (open: boolean): void => {
    unitsOpen = open;
    units.element.hidden = !open;
    makeRoom();
  };
  const chosen = (): boolean => view.state.unit !== null || view.state.building !== null || view.state.object !== null;
  const showSelection = (): void => {
    unit.element.hidden = view.state.unit === null;
    card.element.hidden = view.state.building === null;
    object.element.hidden = view.state.object === null;
    right.hidden = !chosen();
    // On a phone there is one sheet: what was chosen takes the place of the list.
    if (phone.matches && !right.hidden) showUnits(false);
    makeRoom();
  };
  view.changes.listen((changed) => {
    if (changed.has('unit') || changed.has('building') || changed.has('object')) showSelection();
  });
  const toggleUnits = (): void => {
    if (phone.matches && !unitsOpen) deselect();
    showUnits(!unitsOpen);
  };
  const top = new TopBar(app, new ScenarioMenu(app), {
    units: toggleUnits,
    search: () => search.open(),
    table: () => table.open(),
    help: () => help.open(),
  });
  showUnits(unitsOpen);
  showSelection();

  const north = h('button', { class: 'north', 'data-testid': 'north', onclick: () => faceNorth() }, h('span', { class: 'needle' }, h('b', {}, 'N'), h('i')));
  const bar = h('span', { class: 'bar' });
  const words = h('span', {});
  const foot = h('div', { class: 'furniture' }, h('div', { class: 'scale', 'data-testid': 'scale' }, words, bar), north);
  const faceNorth = (): void => {
    city.rig.pose = { ...city.rig.pose, azimuth: 0 };
  };

  const name = (): void => {
    canvas.setAttribute('aria-label', t('city'));
    north.setAttribute('aria-label', t('north'));
    north.title = t('north');
  };
  name();
  view.changes.listen((changed) => {
    if (changed.has('language')) name();
  });

  document.body.prepend(top.element, status.progress);
  document.body.append(labels.element, left, right, foot, app.notices.element, status.element);

  const room = new ResizeObserver(makeRoom);
  for (const panel of [top.element, right, units.element]) room.observe(panel);
  phone.addEventListener('change', makeRoom);

  listenToKeys(city, {
    search: () => search.open(),
    table: () => table.open(),
    help: () => help.open(),
    escape: () => {
      if (app.notices.clear()) return;
      if (chosen()) deselect();
      else if (view.state.isolated !== null) view.set({ isolated: null });
      else showUnits(false);
    },
    home: () => city.lookAtAll(),
    north: faceNorth,
    envelope: () => view.set({ envelope: !view.state.envelope }),
    massing: () => nextMassing(app),
    sun: () => nextDay(app),
  });
  return { north: north.firstElementChild as HTMLElement, bar, words };
}
