type Child = Node | string | null | false;
type Listener = (event: Event) => void;
type Property = string | number | boolean | Listener | null | undefined;

/**
 * Makes an element. Keys starting with "on" are listeners, `class`, `data-…`, `aria-…` and the like are attributes;
 * true makes an empty attribute, false, null and undefined leave it out.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Record<string, Property> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2).toLowerCase(), value);
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return element;
}

const kSvg = 'http://www.w3.org/2000/svg';

/** A line drawing of 24 × 24, in the colour of the text; decoration only. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(kSvg, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(kSvg, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export const kIcons = {
  close: 'M6 6 18 18 M18 6 6 18',
  menu: 'M4 7H20 M4 12H20 M4 17H20',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13 M15.5 15.5 20 20',
  table: 'M4 5H20V19H4Z M4 10H20 M10 5V19',
  undo: 'M9 7 5 11 9 15 M5 11H15a4 4 0 0 1 0 8H12',
  down: 'M7 10 12 15 17 10',
  plus: 'M12 5V19 M5 12H19',
  bin: 'M5 7H19 M9 7V5H15V7 M7 7 8 20H16L17 7',
  look: 'M4 9V4H9 M15 4H20V9 M20 15V20H15 M9 20H4V15',
  save: 'M12 4V15 M8 11 12 15 16 11 M5 19H19',
  lock: 'M7 11V8a5 5 0 0 1 10 0V11 M5 11H19V20H5Z',
} as const;

/** Empties an element and fills it again, keeping the keyboard where it was by `data-testid`. */
export function refill(host: HTMLElement, ...children: Child[]): void {
  const active = document.activeElement;
  const held = active instanceof HTMLElement && host.contains(active) ? active.dataset['testid'] : undefined;
  host.replaceChildren(...children.filter((child): child is Node | string => child !== null && child !== false));
  if (held !== undefined) host.querySelector<HTMLElement>(`[data-testid="${held}"]`)?.focus();
}
