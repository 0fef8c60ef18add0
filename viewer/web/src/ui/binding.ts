import type { KpiFrame } from '../generated/stream_pb';
import { amount, maybe, pick, t, type Key } from '../i18n/words';
import { unitOf, valueOf } from '../model/kpi';
import { regulationType } from '../model/regulations';

/** Which rule binds, in words: "Storey limit binds: 600 k-m² unreachable". */
export function bindingSentence(frame: KpiFrame | undefined): { text: string; lost: boolean } {
  if (frame === undefined) return { text: t('kpi.waiting'), lost: false };
  if (frame.bindingRule === '') return { text: t('binding.none'), lost: false };
  const kind = regulationType(frame.bindingRule);
  const rule = maybe(`binding.rule.${kind?.rule ?? ''}`) ?? (kind === undefined ? frame.bindingRule : pick(kind.name));
  const loss = valueOf(frame, 'loss_k_m2');
  const key: Key = loss !== undefined && loss > 0.5 ? 'binding.loss' : kind?.rule === 'floor-area' ? 'binding.reached' : 'binding.plain';
  const lost = amount(loss ?? 0, unitOf(frame, 'loss_k_m2'));
  return { text: t(key, { rule, loss: lost }), lost: key === 'binding.loss' };
}
