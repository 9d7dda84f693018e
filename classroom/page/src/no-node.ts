// The least of Node that a few files of other rooms get by with: they import it, and do not need it in a browser.

export const env: Record<string, string | undefined> = {};
export const sep = "/";
export const cwd = (): string => "/";
export const relative = (_from: string, to: string): string => to;
export const pathToFileURL = (path: string): URL => new URL(path, "file:///");
export const randomUUID = (): string => crypto.randomUUID();
export const createRequire = () => () => {
  throw new Error("this page has no YAML; a run of the lesson has it");
};

// oxlint-disable-next-line no-control-regex -- control characters are what it takes out
const controls = /[\u001B\u009B][[\]()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g;
export const stripVTControlCharacters = (text: string): string => text.replaceAll(controls, "");
