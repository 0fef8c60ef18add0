import { Matrix4 } from 'three';
import type { App } from './app';
import { t } from './i18n/words';
import { kVariables, sunScale, variable } from './model/colours';
import { readLocation, writeLocation } from './model/location';
import { showsSun } from './ui/sun_legend';

interface BranchRow {
  name: string;
}

/** Joins stream, model, city and address bar. */
export function connect(app: App, base: URL): void {
  followStream(app, base);
  paintCity(app);
  showStudy(app);
  keepAddress(app);
  keepBranches(app);
  app.city.picks.listen((picked) => {
    if (picked?.kind === 'building') app.view.set({ building: picked.id, unit: null });
    else if (picked?.kind === 'object') app.view.set({ object: picked.id, unit: null, building: null });
    else app.view.set({ unit: picked?.kind === 'unit' ? picked.id : null, building: null, object: null });
  });
  app.stream.follow(app.view.state.branch);
}

function followStream(app: App, base: URL): void {
  const { model, stream, city, view, notices, register } = app;
  let tileset = '';
  let tilesetKey = '';
  let framed = view.state.pose !== null;
  // A link to a building looks at it as soon as its tile is there.
  let sought = framed ? null : view.state.building;
  stream.messages.listen((message) => model.apply(message, stream.caughtUp));
  model.errors.listen(({ code, message, remedy }) => {
    notices.say(message, remedy, 'problem');
    if (code === 'branch-unknown') view.set({ branch: 'main' });
  });
  model.resets.listen(() => city.plan.clear());
  model.subscriptions.listen((answer) => {
    const address = new URL(answer.tilesetPath.replace(/^\//, ''), base).href;
    if (address !== tileset) city.tiles.open(address, answer.placedOnGlobe ? answer.sceneToEcef : null, tileset !== '');
    if (address !== tileset) tilesetKey = '';
    tileset = address;
    void count(app);
  });
  model.unitChanges.listen(({ unit, live }) => city.plan.show(unit, live));
  model.unitRemovals.listen((id) => city.plan.remove(id));
  model.sceneChanges.listen((change) => {
    city.plan.glow(change.changedPlanUnits);
    city.glow(change.changedBuildings);
    const before = tilesetKey;
    tilesetKey = change.tilesetKeyHex;
    if (before === '' || before === tilesetKey) return;
    register.forget();
    void count(app);
    const placed = model.subscribed?.placedOnGlobe === true;
    city.tiles.open(tileset, placed ? (model.subscribed?.sceneToEcef ?? null) : null, true);
  });
  const settle = (): void => {
    const box = city.bounds;
    if (box.isEmpty() || !model.live) return;
    city.stage.setGround(box.min.z - 0.05);
    if (sought !== null && sought === view.state.building) {
      const feature = city.tiles.featureOf(sought);
      if (feature !== undefined && city.lookAtFeature(feature)) {
        sought = null;
        framed = true;
      }
    }
    if (framed) return;
    framed = true;
    city.lookAtAll();
    if (view.state.unit !== null) city.lookAtUnit(view.state.unit);
  };
  city.tiles.changes.listen(settle);
  model.catchUps.listen(settle);
  city.tiles.failures.listen((detail) => notices.say(t('tiles.failed'), detail, 'problem'));
  if (view.state.pose !== null) city.rig.pose = view.state.pose;
}

async function count(app: App): Promise<void> {
  try {
    app.buildingCount = await app.register.count(app.view.state.branch);
  } catch {
    app.buildingCount = undefined;
  }
  app.buildingCountChanged.emit();
}

function paintCity(app: App): void {
  const { model, city, view } = app;
  const paint = (): void => {
    const { colourBy, isolated } = view.state;
    const limit = Math.max(model.subscribed?.featureLimit ?? 0, model.values.get(colourBy)?.numbers.length ?? 0);
    const values = showsSun(app) ? undefined : model.values.get(colourBy);
    city.paint(limit, variable(colourBy), values, isolated);
  };
  model.valueChanges.listen((values) => {
    if (values.variable === view.state.colourBy) paint();
  });
  city.tiles.showSurroundings(view.state.surroundings);
  view.changes.listen((changed) => {
    if (changed.has('colourBy') || changed.has('isolated') || changed.has('sun') || changed.has('unit')) paint();
    if (changed.has('flat')) city.setFlat(view.state.flat);
    if (changed.has('surroundings')) city.tiles.showSurroundings(view.state.surroundings);
  });
}

/** Massing and sun hours of the chosen unit, as they come. */
function showStudy(app: App): void {
  const { city, model, study, view } = app;
  const draw = (): void => {
    const unit = view.state.unit === null ? undefined : model.units.get(view.state.unit);
    const placed = unit !== undefined && unit.frameToScene.length === 16;
    const toScene = placed ? new Matrix4().fromArray(unit.frameToScene) : new Matrix4();
    city.study.showMassing(placed ? study.massing.answer : null, toScene);
    const parts = study.sun.parts.flatMap((part) => (part.result === null ? [] : [part.result]));
    const sunny = placed && view.state.sun !== null && parts.length > 0;
    city.study.showSun(sunny ? parts : [], sunScale(view.state.sun ?? ''), toScene);
    city.plan.cover(sunny);
    city.takeDown(study.replaced);
  };
  let pending = false;
  study.changes.listen(() => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      draw();
    });
  });
  city.plan.showEnvelopes(view.state.envelope);
  view.changes.listen((changed) => {
    if (changed.has('envelope')) city.plan.showEnvelopes(view.state.envelope);
  });
}

function keepAddress(app: App): void {
  const { view, city, stream } = app;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => history.replaceState(null, '', writeLocation(view.state)), 150);
  };
  city.rig.moves.listen(() => view.set({ pose: city.rig.pose }));
  view.changes.listen(write);
  // Somebody pasted another link into the address bar.
  addEventListener('hashchange', () => {
    const { pose, ...rest } = readLocation(location, kVariables.map((one) => one.name), [view.state.language]);
    view.set(rest);
    if (pose !== null) city.rig.pose = pose;
  });
  view.changes.listen((changed) => {
    if (!changed.has('branch')) return;
    app.register.forget();
    app.buildingCount = undefined;
    stream.follow(view.state.branch);
  });
}

function keepBranches(app: App): void {
  const take = (names: string[]): void => {
    app.branches = ['main', ...names.filter((name) => name !== 'main').sort((a, b) => a.localeCompare(b))];
    app.branchesChanged.emit();
    if (!app.branches.includes(app.view.state.branch)) {
      app.notices.say(t('branch.gone', { name: app.view.state.branch }));
      app.view.set({ branch: 'main' });
    }
  };
  app.model.branchChanges.listen(take);
  app.model.catchUps.listen(() => {
    app.api
      .get<{ branches: BranchRow[] }>('/branches')
      .then(({ branches }) => take(branches.map((one) => one.name)))
      .catch((problem: unknown) => app.notices.problem(problem));
  });
}
