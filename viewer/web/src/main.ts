import './styles/base.css';
import './styles/panels.css';
import './styles/inspector.css';
import './styles/dialogs.css';
import './styles/phone.css';
import type { App } from './app';
import { amount, setLanguage } from './i18n/words';
import { installInspection } from './inspection';
import { kVariables } from './model/colours';
import { readLocation } from './model/location';
import { PlanEditor } from './model/plan_editor';
import { BuildingRegister } from './model/register';
import { Study } from './model/study';
import { TwinModel } from './model/twin_model';
import { View } from './model/view';
import { Api } from './net/api';
import { Stream } from './net/stream';
import { City } from './scene/city';
import { Furniture } from './scene/furniture';
import { Signal } from './signal';
import { author } from './ui/author';
import { h } from './ui/dom';
import { Notices } from './ui/notices';
import { layOut } from './ui/layout';
import { connect } from './wiring';

const variables = kVariables.map((one) => one.name);
const view = new View(readLocation(location, variables, navigator.languages));
const speak = (): void => {
  setLanguage(view.state.language);
  document.documentElement.lang = view.state.language;
};
speak();
// First of all listeners, so that every panel renders in the new language.
view.changes.listen((changed) => {
  if (changed.has('language')) speak();
});

const base = new URL('.', location.href);
const streamAddress = new URL('stream', base);
streamAddress.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
streamAddress.search = '';
streamAddress.hash = '';

const canvas = h('canvas', { tabindex: 0, class: 'city', 'data-testid': 'city' });
const stage = h('main', { class: 'stage' }, canvas);
document.body.append(stage);

const name = author();
const api = new Api(base.pathname, () => name.name, () => view.state.language);
const model = new TwinModel();
const app: App = {
  view,
  model,
  api,
  stream: new Stream(streamAddress.href, variables),
  city: new City(canvas, view.state.flat),
  editor: new PlanEditor(api),
  register: new BuildingRegister(api),
  study: new Study(api, model, view),
  notices: new Notices(),
  branches: ['main'],
  branchesChanged: new Signal<void>(),
  buildingCount: undefined,
  buildingCountChanged: new Signal<void>(),
  author: name,
};

const furniture = layOut(app, canvas);
new Furniture(furniture, app.city.stage, app.city.rig, (metres) =>
  metres < 1000 ? amount(metres, 'm') : amount(metres / 1000, 'km'),
);
connect(app, base);
installInspection(app);
