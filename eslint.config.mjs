import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['cdk.out/**', '.local/**', 'coverage/**', 'functions/edge/**', '**/*.js', '**/*.mjs', 'test/fixtures/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers and booleans in messages are readable as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `!` is for indexes a line above has just proven; noUncheckedIndexedAccess would otherwise force dead branches.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // What a name with `_` takes out of an object is left out on purpose.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Constructs are made for their effect on the scope.
      'no-new': 'off',
    },
  },
);
