// Puts a page's script and styles into its HTML.

import type { Plugin } from "vite";

export function inOneFile(): Plugin {
  return {
    name: "in-one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const take = (name: string): string => {
        const file = name.replace(/^\.\//, "");
        const found = bundle[file];
        delete bundle[file];
        return found?.type === "chunk" ? found.code : String(found?.source ?? "");
      };
      for (const page of Object.values(bundle)) {
        if (page.type !== "asset" || !page.fileName.endsWith(".html")) continue;
        page.source = String(page.source)
          .replaceAll(
            /<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g,
            (_, name: string) => `<style>${take(name)}</style>`,
          )
          .replaceAll(
            /<script type="module"[^>]*src="([^"]+)"[^>]*><\/script>/g,
            // In the head: a module waits until the page is there.
            (_, name: string) =>
              `<script type="module">${take(name).replaceAll("</script", "<\\/script")}</script>`,
          );
      }
    },
  };
}
