import type { City } from '../scene/city';

interface Actions {
  search: () => void;
  table: () => void;
  help: () => void;
  escape: () => void;
  home: () => void;
  north: () => void;
  envelope: () => void;
  massing: () => void;
  sun: () => void;
}

/** True where letters are meant for a field, or a control has its own use for arrows. */
function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('input, select, textarea, dialog, [contenteditable]') !== null;
}

/** Keys of the page; those of the camera move it by steps. */
export function listenToKeys(city: City, actions: Actions): void {
  const camera: Record<string, (shift: boolean) => void> = {
    ArrowLeft: (shift) => city.rig.step(shift ? { turn: -10 } : { right: -0.08 }),
    ArrowRight: (shift) => city.rig.step(shift ? { turn: 10 } : { right: 0.08 }),
    ArrowUp: (shift) => city.rig.step(shift ? { tilt: 5 } : { ahead: 0.08 }),
    ArrowDown: (shift) => city.rig.step(shift ? { tilt: -5 } : { ahead: -0.08 }),
    '+': () => city.rig.step({ zoom: 1 / 1.2 }),
    '=': () => city.rig.step({ zoom: 1 / 1.2 }),
    '-': () => city.rig.step({ zoom: 1.2 }),
    '−': () => city.rig.step({ zoom: 1.2 }),
  };
  const commands: Record<string, () => void> = {
    '/': actions.search, t: actions.table, T: actions.table, '?': actions.help, Home: actions.home, n: actions.north, N: actions.north,
    e: actions.envelope, E: actions.envelope, m: actions.massing, M: actions.massing, s: actions.sun, S: actions.sun,
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) {
      actions.escape();
      return;
    }
    if (typing(event.target)) return;
    const command = commands[event.key];
    const move = camera[event.key];
    if (command === undefined && move === undefined) return;
    event.preventDefault();
    command?.();
    move?.(event.shiftKey);
  });
}
