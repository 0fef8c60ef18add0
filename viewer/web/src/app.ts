import type { BuildingRegister } from './model/register';
import type { PlanEditor } from './model/plan_editor';
import type { Study } from './model/study';
import type { TwinModel } from './model/twin_model';
import type { View } from './model/view';
import type { Api } from './net/api';
import type { Stream } from './net/stream';
import type { City } from './scene/city';
import type { Signal } from './signal';
import type { Notices } from './ui/notices';

/** What the panels work with. */
export interface App {
  view: View;
  model: TwinModel;
  api: Api;
  stream: Stream;
  city: City;
  editor: PlanEditor;
  register: BuildingRegister;
  study: Study;
  notices: Notices;
  /** branches of the twin, by name, "main" first */
  branches: string[];
  branchesChanged: Signal<void>;
  /** buildings of the branch; undefined while not known */
  buildingCount: number | undefined;
  buildingCountChanged: Signal<void>;
  author: { name: string };
}
