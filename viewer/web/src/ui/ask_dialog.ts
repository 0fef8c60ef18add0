import { t } from '../i18n/words';
import { h } from './dom';

interface Question {
  title: string;
  text: string;
  /** label of a text field; without it the question is yes or no */
  field?: string;
  value?: string;
  yes: string;
  danger?: boolean;
}

/** Asks in a dialog. @returns the text of the field ("" without one), or null when the answer was no */
export function ask(question: Question): Promise<string | null> {
  return new Promise((resolve) => {
    const input = question.field === undefined
      ? null
      : h('input', { type: 'text', value: question.value ?? '', maxlength: 80, required: true, 'data-testid': 'ask-field' });
    const form = h(
      'form',
      { method: 'dialog' },
      h('h2', {}, question.title),
      h('p', {}, question.text),
      input === null ? null : h('label', {}, question.field ?? '', input),
      h(
        'div',
        { class: 'buttons' },
        h('button', { value: 'no', formnovalidate: true, 'data-testid': 'ask-no' }, t('cancel')),
        h('button', { value: 'yes', class: question.danger === true ? 'danger' : 'primary', 'data-testid': 'ask-yes' }, question.yes),
      ),
    );
    const dialog = h('dialog', { class: 'panel dialog ask', 'aria-label': question.title }, form);
    // Enter in the field means yes, though "no" comes first in reading order.
    input?.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      if (form.reportValidity()) dialog.close('yes');
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? (input?.value ?? '') : null);
    });
    document.body.append(dialog);
    dialog.showModal();
    input?.select();
  });
}
