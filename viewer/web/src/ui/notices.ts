import { t, type Key } from '../i18n/words';
import { ApiProblem } from '../net/api';
import { h, icon, kIcons } from './dom';

const kStayMs = 9000;

/** What is said when something was refused: what happened, and what to do now. */
export function explain(problem: ApiProblem): { text: string; remedy: string } {
  const kinds: Record<string, [Key, Key]> = {
    'edit-locked': ['problem.edit_locked', 'problem.edit_locked.remedy'],
    'server-unreachable': ['problem.unreachable', 'problem.unreachable.remedy'],
  };
  const byStatus: Record<number, [Key, Key]> = {
    404: ['problem.gone', 'problem.gone.remedy'],
    409: ['problem.conflict', 'problem.conflict.remedy'],
    412: ['problem.changed', 'problem.changed.remedy'],
  };
  const known = kinds[problem.code] ?? byStatus[problem.status];
  if (known === undefined) return { text: problem.message, remedy: problem.remedy };
  return { text: t(known[0], { detail: problem.message }), remedy: t(known[1]) };
}

/** Short messages above the city; read out by screen readers, closed by themselves or by hand. */
export class Notices {
  readonly element = h('div', { class: 'notices', role: 'status', 'aria-live': 'polite', 'data-testid': 'notices' });

  say(text: string, remedy = '', kind: 'note' | 'problem' = 'note'): void {
    const close = h('button', { class: 'quiet', 'aria-label': t('close'), onclick: () => box.remove() }, icon(kIcons.close));
    const box = h(
      'div',
      { class: `notice ${kind}` },
      h('div', {}, h('strong', {}, text), remedy === '' ? null : h('p', {}, remedy)),
      close,
    );
    while (this.element.childElementCount >= 3) this.element.firstElementChild?.remove();
    this.element.append(box);
    if (kind === 'note') setTimeout(() => box.remove(), kStayMs);
  }

  problem(problem: unknown): void {
    const known = problem instanceof ApiProblem ? problem : new ApiProblem(0, { detail: String(problem) });
    const { text, remedy } = explain(known);
    this.say(text, remedy, 'problem');
  }

  /** Removes all messages; true when there were any. */
  clear(): boolean {
    const any = this.element.childElementCount > 0;
    this.element.replaceChildren();
    return any;
  }
}
