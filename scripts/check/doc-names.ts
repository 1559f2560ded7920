// A document that names a file names one that exists. Looks at inline code and code blocks of README.md, CONTRIBUTING.md
// and docs/**/*.md: paths that start in a folder of the project, and bare file names. Patterns (`*`, `{a,b}`) have to match
// something. The README's path of one Save stands in a block marked `save-path`, whose every line begins with a file.
import { readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { report, type Finding } from './report.ts';
import { listFiles, SOURCE_FOLDERS, TOP } from './source-files.ts';

const FOLDERS = [...SOURCE_FOLDERS, 'docs', 'resources', '.ci'].map((folder) => folder.replace('.', '\\.')).join('|');
const PATH = new RegExp(`(?<![\\w./@-])(?:${FOLDERS})/[\\w.@*{},/-]*`, 'g');
const BARE_FILE = /^\.?[\w-]+(\.[\w-]+)*\.(ts|tsx|mjs|cjs|json|jsonc|ya?ml|md|html|css)$/;
const SAVE_PATH = 'save-path';

interface Code {
  readonly text: string;
  readonly line: number;
  /** The language of a code block; undefined for inline code. */
  readonly block?: string;
}

export function checkDocNames(path: string, markdown: string, files: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const add = (line: number, problem: string): void => {
    findings.push({ place: `${path}:${line}`, problem });
  };
  for (const code of codeIn(markdown)) {
    if (code.block === SAVE_PATH) {
      const file = /^\s*(?:->\s*)?(\S+)/.exec(code.text)?.[1];
      if (file !== undefined && !files.includes(file)) add(code.line, `names ${file}, which does not exist`);
      continue;
    }
    for (const name of namesIn(code)) {
      if (!exists(name, files)) add(code.line, `names ${name}, which does not exist`);
    }
  }
  return findings;
}

function namesIn({ text, block }: Code): string[] {
  const paths = [...text.matchAll(PATH)].map(([name]) => name.replace(/[.,]+$/, ''));
  if (block === undefined && BARE_FILE.test(text.trim())) return [text.trim()];
  return paths;
}

function exists(name: string, files: readonly string[]): boolean {
  const wanted = name.replace(/\/$/, '');
  if (/[*{]/.test(wanted)) {
    return files.some((file) => matchesGlob(file, wanted) || matchesGlob(file, `${wanted}/**`));
  }
  if (!wanted.includes('/') && BARE_FILE.test(wanted)) return files.some((file) => file.split('/').at(-1) === wanted);
  return files.some((file) => file === wanted || file.startsWith(`${wanted}/`));
}

/** Inline code, and code blocks line by line. */
function* codeIn(markdown: string): Generator<Code> {
  let block: string | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const line = index + 1;
    const fence = /^\s*(?:```|~~~)\s*(\S*)/.exec(text);
    if (fence !== null) block = block === undefined ? (fence[1] ?? '') : undefined;
    else if (block !== undefined) yield { text, line, block };
    else for (const [, code = ''] of text.matchAll(/`([^`]+)`/g)) yield { text: code, line };
  }
}

/** The README has to open with the path; without the block nothing would hold it to the code. */
export function hasSavePath(markdown: string): boolean {
  return [...codeIn(markdown)].some(({ block, text }) => block === SAVE_PATH && text.includes('/'));
}

if (import.meta.main) {
  const files = listFiles();
  const documents = files.filter((file) => /^(README|CONTRIBUTING)\.md$|^docs\/.*\.md$/.test(file));
  const findings: Finding[] = [];
  for (const path of documents) {
    const markdown = readFileSync(join(TOP, path), 'utf8');
    findings.push(...checkDocNames(path, markdown, files));
    if (path === 'README.md' && !hasSavePath(markdown)) {
      findings.push({ place: path, problem: 'has no block marked save-path with the path of one Save' });
    }
  }
  if (!documents.includes('README.md')) findings.push({ place: 'README.md', problem: 'is missing' });
  report(findings, `${documents.length} documents name files that exist`);
}
