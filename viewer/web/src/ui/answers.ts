import type { App } from '../app';
import { maybe, pick, t, unitName, type Key } from '../i18n/words';
import { classOf, variable } from '../model/colours';
import { kKpis, valueOf, unitOf } from '../model/kpi';
import type { Building } from '../model/register';
import type { Table } from '../model/table';
import { nameOf } from './unit_list';

/** The buildings as rows: the register card, column by column. */
export function buildingTable(buildings: Building[]): Table {
  const use = variable('use');
  const kind = (one: Building): string | null => {
    const found = use === undefined || one.use === null ? undefined : use.classes[classOf(use, one.use)];
    return found === undefined ? one.useText : pick(found.label);
  };
  return {
    columns: [
      { key: 'id', title: t('card.id'), unit: '' },
      { key: 'permanent_id', title: t('card.permanent_id'), unit: '' },
      { key: 'address', title: t('card.address'), unit: '' },
      { key: 'use', title: t('card.use'), unit: '' },
      { key: 'floor_area', title: t('card.floor_area'), unit: unitName('m2') },
      { key: 'storeys', title: t('card.storeys'), unit: '' },
      { key: 'year', title: t('card.year'), unit: '', year: true },
      { key: 'height', title: t('card.height'), unit: unitName('m'), digits: 1 },
      { key: 'owner', title: t('card.owner'), unit: '' },
      { key: 'link', title: t('card.link'), unit: '' },
    ],
    rows: buildings.map((one) => [
      one.id, one.permanentId, one.address, kind(one), one.floorArea, one.storeys, one.year, one.height, one.ownerType,
      one.link === null ? null : (maybe(`link.${one.link}`) ?? one.link),
    ]),
  };
}

/** The plan units as rows with all their figures. */
export function kpiTable(app: App): Table {
  const units = [...app.model.units.values()];
  const unitText = (key: string): string => {
    const frame = units.map((unit) => app.model.kpis.get(unit.id)).find((one) => unitOf(one, key) !== '');
    return unitName(unitOf(frame, key));
  };
  return {
    columns: [
      { key: 'id', title: t('card.id'), unit: '' },
      { key: 'symbol', title: t('unit.symbol'), unit: '' },
      { key: 'name', title: t('unit.name'), unit: '' },
      ...kKpis.map((kind) => ({ key: kind.key, title: t(`kpi.${kind.key}` as Key), unit: unitText(kind.key), digits: kind.digits })),
    ],
    rows: units.map((unit) => {
      const frame = app.model.kpis.get(unit.id);
      return [unit.id, unit.symbol, nameOf(unit), ...kKpis.map((kind) => valueOf(frame, kind.key) ?? null)];
    }),
  };
}
