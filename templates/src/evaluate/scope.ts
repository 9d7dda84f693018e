// Names and their values while a template renders.

import { toPython } from "../python/from-host.ts";

/** Values by name. Only those that a template names are read. */
export type Variables = Readonly<Record<string, unknown>>;

/** What one render shares. */
export interface Rendering {
  readonly variables: Variables;
  /** The current place in the template, for errors. */
  at: number;
}

/** A block's own names, within those around it. */
export class Scope {
  readonly #parent: Scope | null;
  readonly #rendering: Rendering;
  #names: Map<string, unknown> | null = null;

  constructor(rendering: Rendering, parent: Scope | null = null) {
    this.#rendering = rendering;
    this.#parent = parent;
  }

  get rendering(): Rendering {
    return this.#rendering;
  }

  inner(): Scope {
    return new Scope(this.#rendering, this);
  }

  set(name: string, value: unknown): void {
    (this.#names ??= new Map()).set(name, value);
  }

  /** undefined: nothing of that name. */
  get(name: string): unknown {
    const own = this.#names?.get(name);
    if (own !== undefined) return own;
    if (this.#parent) return this.#parent.get(name);
    const { variables } = this.#rendering;
    if (!Object.hasOwn(variables, name)) return undefined;
    const value = toPython(variables[name]);
    if (typeof value === "object") this.set(name, value); // one and the same for the whole render
    return value;
  }
}
