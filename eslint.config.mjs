/*
 * What a red line in the editor means here. Three kinds of files: host code (checked with types), device code
 * (the same, and the dialect that Espruino, XS and Lua share), and tests and scripts (a little lighter).
 */
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";
import * as dialect from "./scripts/lint/dialect.mjs";
import { imports } from "./scripts/lint/imports.mjs";
import { catnap } from "./scripts/lint/typed.mjs";

/** In the folders of device code, but never on a board: the checker's sentences, and Node. */
const HOST = ["src/station/check*.ts", "src/runtimes/node/**"];
const device = (files, rules) => ({ files, ignores: HOST, plugins: { catnap }, rules });

export default defineConfig(
  globalIgnores(["coverage/", "dist/", "test/golden/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { rules: { eqeqeq: "error", "no-unused-vars": "error", "no-var": "error", "prefer-const": "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      // A stand-in for a feature has the feature's parameters, and needs none of them.
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // A Status is compared with 0 to tell success from failure: that is what its numbers are for.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
    },
  },
  {
    // Tests hand over wrong values on purpose; both read what other programs print, and run what a build made.
    files: ["test/**/*.ts", "scripts/**/*.ts"],
    rules: {
      "@typescript-eslint/no-implied-eval": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
  device(["src/{client,sensors,station,runtimes}/**/*.ts", "boards/**/*.ts"], dialect.everyFile),
  device(["src/client/**/*.ts"], dialect.clientFile),
  device(["boards/*.ts"], dialect.stationFile),
  device(["src/runtimes/*/**/*.ts"], dialect.runtimeFile),
  device(["src/runtimes/*/{port,timer,board}.ts"], dialect.portFile),
  device(["src/runtimes/*/bytes.ts"], dialect.bytesFile),
  device(["src/runtimes/*/{catnap,main}.ts"], dialect.entryFile),
  imports,
);
