// Where each step of the browser's history was scrolled to. The browser itself would go there before a run or an answer has
// come, when there is nothing yet to scroll to.

/** In this tab's own storage, for when the page is loaded again. */
const storage = "daglings-scrolling";
/** Real milliseconds: what comes later finds a person who reads. */
const patience = 3000;

/** By the number that a step of the history has. */
const places = new Map<number, number>();
let here = 0;
/** Where the page is on its way to. */
let goal: number | null = null;
let arrive = () => {};

/** A new step begins at its top; one that is come back to, where it was left. */
export function rememberScrolling(): void {
  history.scrollRestoration = "manual";
  for (const [step, place] of kept()) places.set(step, place);
  enter(history.state);
  addEventListener("popstate", ({ state }) => {
    leave();
    enter(state);
  });
  addEventListener("pagehide", () => {
    leave();
    keep();
  });
}

function kept(): readonly (readonly [number, number])[] {
  try {
    return JSON.parse(sessionStorage.getItem(storage) ?? "[]") as [number, number][];
  } catch {
    return []; // the browser keeps nothing
  }
}

function keep(): void {
  try {
    sessionStorage.setItem(storage, JSON.stringify([...places]));
  } catch {
    // A page that is loaded again begins at its top.
  }
}

/** For a view that is another than before. */
export function beginAtTop(): void {
  if (goal === null) scrollTo(0, 0);
}

function leave(): void {
  places.set(here, goal ?? scrollY);
  arrive();
}

function enter(state: unknown): void {
  here = typeof state === "number" ? state : Date.now();
  if (state !== here) history.replaceState(here, "");
  const place = places.get(here);
  if (place !== undefined) goTo(place);
}

/** As what is on the page comes, until a person takes over. */
function goTo(place: number): void {
  const hearing = new AbortController();
  const observer = new ResizeObserver(() => scrollTo(0, place));
  goal = place;
  arrive = () => {
    goal = null;
    observer.disconnect();
    hearing.abort();
    clearTimeout(late);
  };
  const late = setTimeout(arrive, patience);
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(act, () => arrive(), { signal: hearing.signal, passive: true });
  }
  observer.observe(document.body);
}
