import type { PlanUnitState } from '../generated/stream_pb';
import { maybe, t } from '../i18n/words';

/** Plans that have ended (rytj/kaavaelinkaari): repealed, lapsed, rejected, abandoned. */
export function hasEnded(unit: Pick<PlanUnitState, 'lifeCycle'>): boolean {
  return ['14', '15', '16', '17'].includes(unit.lifeCycle);
}

/** In force, partly or before it is final; also true where nothing is known of the plan. */
export function isInForce(unit: Pick<PlanUnitState, 'lifeCycle'>): boolean {
  return ['', '10', '11', '13'].includes(unit.lifeCycle);
}

export function nameOfState(code: string): string {
  return maybe(`life_cycle.${code}`) ?? code;
}

/** "Testikaava · In force from 2025-05-01": what is known of the plan of a unit, "" where nothing is. */
export function planSentence(unit: PlanUnitState): string {
  const days = [
    unit.validFrom === '' ? '' : t('plan.from', { day: unit.validFrom }),
    unit.validTo === '' ? '' : t('plan.to', { day: unit.validTo }),
  ];
  const state = [nameOfState(unit.lifeCycle), ...days].filter((part) => part !== '').join(' ');
  const repealed =
    unit.repealedBy === '' ? '' : t(hasEnded(unit) ? 'plan.repealed_by' : 'plan.narrowed_by', { plan: unit.repealedBy });
  return [unit.plan, state, repealed].filter((part) => part !== '').join(' \u00b7 ');
}
