// The tasks around one of them: those before and after it, step by step, as long as there is room. Pure.

interface Linked {
  readonly taskId: string;
  readonly upstream: readonly string[];
}

/** In the order of `tasks`, with the links among them alone. Around none: the first. */
export function neighbourhood<T extends Linked>(
  tasks: readonly T[],
  middle: string | null,
  most: number,
): (T & Linked)[] {
  const ids = new Set(
    middle === null ? tasks.slice(0, most).map(({ taskId }) => taskId) : nearest(tasks, middle, most),
  );
  return tasks
    .filter(({ taskId }) => ids.has(taskId))
    .map((task) => ({ ...task, upstream: task.upstream.filter((id) => ids.has(id)) }));
}

/** The nearest first. */
function nearest(tasks: readonly Linked[], middle: string, most: number): string[] {
  const beside = new Map(tasks.map(({ taskId, upstream }) => [taskId, [...upstream]]));
  for (const { taskId, upstream } of tasks) for (const id of upstream) beside.get(id)?.push(taskId);
  const found = new Set([middle]);
  for (const id of found) {
    for (const next of beside.get(id) ?? []) {
      if (found.size >= most) return [...found];
      found.add(next);
    }
  }
  return [...found];
}
