import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vitest/node';

/** One import or re-export; `isType`: it is gone at run time. */
export interface Import {
  specifier: string;
  isType: boolean;
}

/** An import of the program's own file (a path from `src/`, or above it with `../`) or of a package. */
export interface ResolvedImport extends Import {
  file: string | undefined;
}

type Node = Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

/** What an import() or a declaration names; `<computed>` when it is no plain text, so that no rule lets it pass. */
function specifierOf(node: Node): string {
  return isNode(node.source) && typeof node.source.value === 'string' ? node.source.value : '<computed>';
}

function isTypeDeclaration(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const names = Array.isArray(node.specifiers) ? node.specifiers.filter(isNode) : [];
  return names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type');
}

function* findImports(node: unknown): Generator<Import> {
  if (!isNode(node)) return;
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      yield { specifier: specifierOf(node), isType: isTypeDeclaration(node) };
      break;
    case 'ExportNamedDeclaration':
      if (isNode(node.source)) yield { specifier: specifierOf(node), isType: isTypeDeclaration(node) };
      break;
    case 'ImportExpression':
      yield { specifier: specifierOf(node), isType: false };
      break;
    case 'TSImportType':
      yield { specifier: specifierOf(node), isType: true };
      break;
  }
  for (const child of Object.values(node)) yield* findImports(child);
}

/** Every static and dynamic import and re-export in TypeScript source text. Throws on a syntax error. */
export function importsOf(source: string): Import[] {
  return [...findImports(parseAst(source, { lang: 'ts' }))];
}

/** The imports of every TypeScript file under `src`, by its path from there (`turn/takeTurn.ts`). */
export function importsOfProgram(): Map<string, ResolvedImport[]> {
  const root = fileURLToPath(new URL('../../src', import.meta.url));
  const files = globSync('**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
  return new Map(
    files.sort().map((path) => {
      const imports = importsOf(readFileSync(posix.join(root, path), 'utf8'));
      return [path, imports.map((found) => ({ ...found, file: fileOf(path, found.specifier) }))];
    }),
  );
}

function fileOf(importer: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : undefined;
}
