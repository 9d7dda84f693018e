// The files with flows, by their place. bundle-flows.ts puts a list of them here.

export const bundledFiles: Readonly<Record<string, () => Promise<unknown>>> = {};
