import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/.venv/", "**/.ipynb_checkpoints/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-undef": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
  { files: ["lstm_teach/**/*.js", "benchmarks/**/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/js/**/*.js", "*.config.js"], languageOptions: { globals: globals.node } },
];
