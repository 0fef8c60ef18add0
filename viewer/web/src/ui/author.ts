const kKey = 'kaksonen.author';

/** The name that edits carry. Until somebody gives one, a guest name of this tab, so that two people are not taken for one. */
export function author(): { name: string } {
  const read = (store: Storage): string | null => {
    try {
      return store.getItem(kKey);
    } catch {
      return null;
    }
  };
  let current = read(localStorage) ?? read(sessionStorage);
  if (current === null) {
    const [number] = crypto.getRandomValues(new Uint16Array(1));
    current = `guest ${1000 + ((number ?? 0) % 9000)}`;
    try {
      sessionStorage.setItem(kKey, current);
    } catch {
      // Without storage the name lasts as long as the page.
    }
  }
  return {
    get name(): string {
      return current ?? 'guest';
    },
    set name(next: string) {
      current = next;
      try {
        localStorage.setItem(kKey, next);
      } catch {
        // As above.
      }
    },
  };
}
