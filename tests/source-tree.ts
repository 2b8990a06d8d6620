/**
 * The architecture tests read the sources as text. A *room* is a folder directly under `src/`; a *door* is a
 * file directly under `src/`.
 */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

export interface SourceFile {
  /** From the checkout's root: `src/decode/sse.ts`. */
  path: string;
  /** `decode`, or `` for a door. */
  room: string;
  isTest: boolean;
  text: string;
  /** The text without comments, strings kept. */
  code: string;
}

export interface Import {
  /** `../decode/json.ts`, `node:fs`, `zod`. */
  specifier: string;
  typeOnly: boolean;
}

export function sourceFiles(): SourceFile[] {
  return globSync("src/**/*.ts", { cwd: ROOT })
    .sort()
    .map((path) => {
      const text = readFileSync(join(ROOT, path), "utf8");
      const parts = path.split("/");
      return {
        path,
        room: parts.length > 2 ? parts[1]! : "",
        isTest: /\.(test|testing|fixture)\.ts$/.test(path),
        text,
        code: withoutComments(text),
      };
    });
}

export function importsOf(code: string): Import[] {
  const statements = code.matchAll(/^(?:import|export)\s+(type\s)?[^;"']*?from\s*["']([^"']+)["']/gm);
  const bare = code.matchAll(/^import\s*["']([^"']+)["']/gm);
  const dynamic = code.matchAll(/\bimport\(\s*["']([^"']+)["']/g);
  return [
    ...[...statements].map((match) => ({ specifier: match[2]!, typeOnly: match[1] !== undefined })),
    ...[...bare, ...dynamic].map((match) => ({ specifier: match[1]!, typeOnly: false })),
  ];
}

/** The file an import of our own leads to, from the checkout's root; nothing for packages and builtins. */
export function targetOf(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return relative(ROOT, join(ROOT, dirname(file), specifier));
}

/** Strings and regular expressions that hold `//` or `/*` are matched first, and so kept. */
function withoutComments(text: string): string {
  const tokens =
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(^|[^:\\/])\/\/.*$/gm;
  return text.replace(
    tokens,
    (_all, string: string | undefined, before: string | undefined) => string ?? before ?? " ",
  );
}
