// Hears a stream of the classroom while the page can be seen. A browser keeps six connections to one classroom, for all its
// tabs together: a page that is hidden gives its own back, and goes on after what it heard last when it is seen again.
// One stream that all tabs share, in a shared worker or in a tab that holds a lock, was turned down: each tab hears
// something else, so the server would have to mix streams; and browsers offer locks on 127.0.0.1 and https alone.

interface Ears {
  /** Below /api/. Each of its events has an id: with `after` and that id in its address, the stream goes on from there. */
  readonly path: string;
  readonly hear: (data: string) => void;
  /** `last`: the event after which it goes on; "": there is none, and some may have been missed. */
  readonly opened?: (last: string) => void;
  /** It was cut off, and comes back by itself. */
  readonly lost: () => void;
  readonly refused: () => void;
  /** Real milliseconds until it is asked for again after it was refused; without, it is not. */
  readonly askAgain?: number;
  /** The last event has come. */
  readonly over?: () => void;
}

/** Until the function that it returns is called. */
export function follow({ path, hear, opened, lost, refused, askAgain, over }: Ears): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let last = "";

  const open = () => {
    const after = last === "" ? "" : `?after=${encodeURIComponent(last)}`;
    const stream = new EventSource(`/api/${path}${after}`);
    source = stream;
    stream.addEventListener("open", () => opened?.(last));
    stream.addEventListener("message", ({ data, lastEventId }: MessageEvent<string>) => {
      last = lastEventId;
      hear(data);
    });
    stream.addEventListener("over", () => {
      close();
      over?.();
    });
    stream.addEventListener("error", () => {
      if (stream.readyState !== EventSource.CLOSED) return lost();
      refused();
      if (askAgain !== undefined) retry = setTimeout(open, askAgain);
    });
  };
  const giveBack = () => {
    source?.close();
    clearTimeout(retry);
  };
  const turn = () => {
    giveBack();
    if (document.visibilityState === "visible") open();
  };
  const close = () => {
    giveBack();
    document.removeEventListener("visibilitychange", turn);
  };
  document.addEventListener("visibilitychange", turn);
  turn();
  return close;
}
