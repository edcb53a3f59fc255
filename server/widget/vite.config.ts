import { defineConfig, type Plugin } from "vite";

/** The indentation of templates is for authors: after minifying, line breaks are left in templates alone. */
const unindent: Plugin = {
  name: "unindent-templates",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === "chunk") file.code = file.code.replace(/\n {2,}/g, " ");
    }
  },
};

// One classic script, no chunks: a brand's page needs one tag and nothing else.
export default defineConfig({
  plugins: [unindent],
  build: {
    target: "es2022",
    outDir: "../static",
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "ConciergeChat", fileName: () => "concierge-chat.js" },
  },
});
