import type { Words } from '../model/colours';
import type { Language } from '../model/view';
import en from './en.json';
import fi from './fi.json';
import sv from './sv.json';

export type Key = keyof typeof en;

const kCatalogues: Record<Language, Record<Key, string>> = { fi, sv, en };
const kLocales: Record<Language, string> = { fi: 'fi-FI', sv: 'sv-FI', en: 'en-GB' };

let language: Language = 'en';

export function setLanguage(next: Language): void {
  language = next;
}
export function currentLanguage(): Language {
  return language;
}
export function locale(): string {
  return kLocales[language];
}

/** The words for a key, with {names} filled in. */
export function t(key: Key, fill: Record<string, string | number> = {}): string {
  return kCatalogues[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

/** Like `t`, for keys made from data; undefined when the catalogue has no such key. */
export function maybe(key: string): string | undefined {
  return (kCatalogues[language] as Record<string, string>)[key];
}

export function pick(words: Words): string {
  return words[language] || words.fi || words.en;
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(kLocales[language], { maximumFractionDigits: digits }).format(value);
}

/** A year is not an amount: no thousands mark. */
export function year(value: number): string {
  return String(Math.round(value));
}

/** A difference with its sign; a true minus sign. */
export function signed(value: number, digits = 0): string {
  return new Intl.NumberFormat(kLocales[language], { maximumFractionDigits: digits, signDisplay: 'exceptZero' })
    .format(value)
    .replace('-', '−');
}

export function time(date: Date): string {
  return new Intl.DateTimeFormat(kLocales[language], { hour: '2-digit', minute: '2-digit' }).format(date);
}

/** The printed form of a wire unit ("k-m2" → "k-m²"); empty for plain numbers. */
export function unitName(unit: string): string {
  return unit === '' ? '' : (maybe(`unit.${unit}`) ?? unit);
}

/** Number and unit that stay on one line. */
export function amount(value: number, unit: string, digits = 0): string {
  const name = unitName(unit);
  return name === '' ? number(value, digits) : `${number(value, digits)}\u00a0${name}`;
}
