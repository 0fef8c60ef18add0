import { h } from './dom';

/** Hands a text over as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  h('a', { href: address, download: name.replace(/[^\w.åäöÅÄÖ-]+/g, '_') }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
