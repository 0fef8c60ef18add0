import helsinki from '../../../../datasets/codelists/helsinki_register.tsv?raw';
import classes2018 from '../../../../datasets/codelists/use_2018.tsv?raw';

export interface CodeLabel {
  fi: string;
  sv: string;
  en: string;
}

/** Lines of a code list file: list, code, Finnish, Swedish, English. A language is empty where no label is known. */
export function readLabels(text: string): Map<string, CodeLabel> {
  const labels = new Map<string, CodeLabel>();
  for (const line of text.split('\n')) {
    const [list, code, fi, sv, en] = line.split('\t');
    if (list === undefined || list.startsWith('#') || code === undefined || fi === undefined) continue;
    const label = { fi, sv: sv || fi, en: en || fi };
    labels.set(`${list}/${code}`, label);
    if (!labels.has(fi)) labels.set(fi, label);
  }
  return labels;
}

const labels = new Map([...readLabels(helsinki), ...readLabels(classes2018)]);

/** By Finnish label (as cards have it) or "list/code"; undefined for texts of no list. */
export function codeLabel(key: string): CodeLabel | undefined {
  return labels.get(key);
}
