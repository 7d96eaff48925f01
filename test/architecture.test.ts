import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { edges } from '../lib/edges';
import { FUNCTIONS } from '../lib/infra/bundle';

const ROOT = join(__dirname, '..');

/**
 * What each part may import besides itself: the table of CONTRIBUTING.md. A folder means all of it, a file just that
 * file; in front of a slash, a part of the folder.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'lib/core': [],
  'lib/regex': ['lib/core'],
  'lib/detect': ['lib/core', 'lib/regex'],
  'lib/config': ['lib/core', 'lib/regex', 'lib/detect'],
  'lib/sources': ['lib/core'],
  'lib/app': ['lib/core', 'lib/detect', 'lib/sources'],
  // The memory of an edge is kept on the table: its port stands with the other ports of edges.
  'lib/stores': ['lib/core', 'lib/edges/ports'],
  'lib/edges': ['lib/core'],
  'lib/notifiers': ['lib/core'],
  'lib/runtime': [
    ...['lib/core', 'lib/regex', 'lib/detect', 'lib/sources', 'lib/app', 'lib/stores', 'lib/edges', 'lib/notifiers'],
  ],
  'lib/local': [
    ...['lib/core', 'lib/detect', 'lib/sources', 'lib/app', 'lib/stores', 'lib/edges', 'lib/notifiers', 'lib/runtime'],
  ],
  // The operator's commands work on the deployed table.
  'lib/cli/client': [
    ...['lib/core', 'lib/config', 'lib/detect', 'lib/app', 'lib/stores', 'lib/edges', 'lib/sources', 'lib/cli'],
    ...['lib/notifiers', 'lib/local', 'lib/runtime/environment'],
  ],
  'lib/cli': [
    'lib/core',
    'lib/regex',
    'lib/detect',
    'lib/config',
    'lib/sources',
    'lib/local',
    'lib/app',
    'package.json',
  ],
  'lib/infra': [
    ...['lib/core', 'lib/config', 'lib/edges', 'lib/notifiers', 'lib/sources'],
    ...['lib/runtime/environment', 'lib/runtime/setup-resource', 'lib/runtime/ruleset-file'],
  ],
  bin: ['lib/core', 'lib/config', 'lib/infra', 'lib/cli', 'package.json'],
  lambdas: ['lib/runtime'],
};

/** Packages, and Node's modules that touch the outside, with the only places that may import them. */
const ONLY_IN: readonly (readonly [pattern: RegExp, places: readonly string[]])[] = [
  [/^(aws-cdk-lib|constructs)(\/|$)/, ['lib/infra', 'bin']],
  [/^@aws-sdk\/client-dynamodb$/, ['lib/stores/dynamodb']],
  [/^@aws-sdk\//, ['lib/stores', 'lib/edges/aws', 'lib/notifiers', 'lib/runtime', 'lib/cli/client']],
  [/^@smithy\//, ['lib/runtime']],
  [/^aws-lambda$/, ['lib/runtime', 'lib/local/stream']],
  [/^esbuild$/, ['lib/infra']],
  [/^picocolors$/, ['lib/cli']],
  [/^node:fs$/, ['lib/config/tree', 'lib/cli', 'lib/infra', 'lib/runtime/ruleset-file', 'bin']],
  [/^node:(dns|http|https|tls|dgram)/, ['lib/runtime', 'lib/notifiers/whois', 'lib/notifiers/http']],
  [/^node:net$/, ['lib/notifiers']],
  [/^node:(child_process|worker_threads|cluster|module)$/, ['bin', 'lib/infra']],
];

/** Parts that take the time, and everything else, as data. */
const PURE = ['lib/core', 'lib/regex', 'lib/detect', 'lib/config', 'lib/app'];
/** What Node offers that is no I/O: those parts may compute with it. */
const HARMLESS = ['node:crypto', 'node:path', 'node:v8', 'node:vm', 'node:fs'];

interface Source {
  /** From the project's folder, without `.ts`. */
  readonly name: string;
  readonly text: string;
  readonly imports: readonly string[];
  /** Of these, the ones that are there at run time: what only brings types is gone by then. */
  readonly loads: readonly string[];
}

const sources: readonly Source[] = ['lib', 'lambdas', 'bin'].flatMap((folder) =>
  (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join(folder, name))),
);

function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const statements = [
    ...text.matchAll(/^(?:import|export)\b([^'"`;]*?)\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm),
  ];
  const targetsOf = (chosen: typeof statements) =>
    chosen.map(([, , from, bare, dynamic]) => resolved(path, from ?? bare ?? dynamic ?? ''));
  const loads = statements.filter(([, what = '']) => !what.startsWith(' type '));
  return { name: path.replace(/\.ts$/, ''), text, imports: targetsOf(statements), loads: targetsOf(loads) };
}

/** A project file by its name without `.ts`, with `/index` where a folder is meant; anything else as it stands. */
function resolved(from: string, target: string): string {
  if (!target.startsWith('.')) return target;
  const path = normalize(join(dirname(from), target));
  const isFolder = readdirSync(join(ROOT, dirname(path)), { withFileTypes: true }).some(
    (entry) => entry.isDirectory() && path.endsWith(`/${entry.name}`),
  );
  const isFile = readdirSync(join(ROOT, dirname(path))).includes(`${relative(dirname(path), path)}.ts`);
  return isFolder && !isFile ? `${path}/index` : path;
}

const inside = (name: string, place: string): boolean => name === place || name.startsWith(`${place}/`);
/** The innermost part a file is of. */
const partOf = (name: string): string =>
  Object.keys(MAY_IMPORT)
    .filter((part) => inside(name, part))
    .sort((a, b) => b.length - a.length)[0] ?? name;
const isOwn = (target: string): boolean => /^(lib|lambdas|bin|package\.json|config|test)(\/|$)/.test(target);
const arrows = sources.flatMap(({ name, imports }) => imports.map((target) => ({ name, target })));
const spelled = ({ name, target }: { name: string; target: string }) => `${name} -> ${target}`;

describe('imports', () => {
  it('are found: this suite reads the real files', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(arrows.map(spelled)).toContain('lambdas/detect -> lib/runtime/aws-detect');
    expect(arrows.map(spelled)).toContain('lib/runtime/bans-provider -> lib/app/enforce/settle');
  });

  it('of every part are ruled', () => {
    const parts = readdirSync(join(ROOT, 'lib')).map((name) => `lib/${name}`);
    expect(parts.sort()).toEqual(
      Object.keys(MAY_IMPORT)
        .filter((part) => /^lib\/[^/]+$/.test(part))
        .sort(),
    );
    const table = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    for (const part of parts) expect(table).toContain(`\`${part}\``);
  });

  it('point inwards', () => {
    const wrong = arrows.filter(({ name, target }) => {
      if (!isOwn(target)) return false;
      const part = partOf(name);
      return ![part, ...(MAY_IMPORT[part] ?? [])].some((place) => inside(target, place));
    });
    expect(wrong.map(spelled)).toEqual([]);
  });

  it('of packages and of what touches the outside stand where they may', () => {
    const wrong = arrows.filter(({ name, target }) => {
      const rules = ONLY_IN.filter(([pattern]) => pattern.test(target));
      return rules.some(([, places]) => !places.some((place) => inside(name, place))) && !isRuntimeClient(name, target);
    });
    expect(wrong.map(spelled)).toEqual([]);
  });

  it('of pure parts reach nothing outside of the program', () => {
    const wrong = arrows.filter(
      ({ name, target }) =>
        PURE.some((part) => inside(name, part)) && !isOwn(target) && !HARMLESS.some((module) => module === target),
    );
    expect(wrong.map(spelled)).toEqual([]);
    const core = arrows.filter(({ name, target }) => inside(name, 'lib/core') && !inside(target, 'lib/core'));
    expect(core.map(spelled)).toEqual([]);
  });

  it('go in no circle', () => {
    const targets = new Map(sources.map(({ name, loads }) => [name, loads.filter((one) => one.startsWith('lib/'))]));
    const circles: string[] = [];
    const done = new Set<string>();
    const walk = (name: string, path: readonly string[]): void => {
      if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(' -> '));
      if (done.has(name) || path.includes(name)) return;
      for (const target of targets.get(name) ?? []) walk(target, [...path, name]);
      done.add(name);
    };
    for (const { name } of sources) walk(name, []);
    expect(circles).toEqual([]);
  });

  it('name files that exist', () => {
    const names = new Set(sources.map(({ name }) => name));
    const missing = arrows.filter(
      ({ target }) => target.startsWith('lib/') && !target.endsWith('.json') && !names.has(target),
    );
    expect(missing.map(spelled)).toEqual([]);
  });
});

/** The shell makes the clients that adapters are given; the table's is made by its own adapter. */
const isRuntimeClient = (name: string, target: string): boolean =>
  inside(name, 'lib/runtime') && target.startsWith('@aws-sdk/') && target !== '@aws-sdk/client-dynamodb';

describe('pure parts', () => {
  it.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\b/],
    ['chance', /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b/],
    ['the environment', /\bprocess\.(env|argv|cwd|std)/],
    ['the console', /\bconsole\./],
    ['timers', /\bset(Timeout|Interval|Immediate)\(/],
    ['the network', /\bfetch\(/],
  ])('never ask %s', (_, pattern) => {
    const asking = sources.filter(({ name, text }) => PURE.some((part) => inside(name, part)) && pattern.test(text));
    expect(asking.map(({ name }) => name)).toEqual([]);
  });
});

describe('files', () => {
  const lines = sources.map(({ name, text }) => ({ name, count: text.split('\n').length - 1 }));

  it('have 250 lines at most, and under 80 in the median', () => {
    expect(lines.filter(({ count }) => count > 250)).toEqual([]);
    const sorted = lines.map(({ count }) => count).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(80);
  });

  it('of lambdas are under 60 lines, export one handler and import one composition', () => {
    const lambdas = sources.filter(({ name }) => inside(name, 'lambdas'));
    for (const { name, text, imports } of lambdas) {
      expect([name, lines.find((one) => one.name === name)?.count]).toEqual([name, expect.any(Number)]);
      expect(text.split('\n').length).toBeLessThan(60);
      expect(text.match(/^export /gm)).toEqual(['export ']);
      expect(imports).toHaveLength(1);
    }
  });

  it('carry no note that something is unfinished', () => {
    const unfinished = sources.filter(({ text }) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text));
    expect(unfinished.map(({ name }) => name)).toEqual([]);
  });
});

describe('what is registered is what is there', () => {
  const filesOf = (folder: string, pattern: RegExp) =>
    readdirSync(join(ROOT, folder))
      .flatMap((name) => pattern.exec(name)?.[1] ?? [])
      .sort();

  it('edges: one file, one line, one action.d file', () => {
    expect(filesOf('lib/edges', /^(aws-.*)\.ts$/)).toEqual(Object.keys(edges).sort());
    expect(filesOf('config/action.d', /^(aws-.*)\.conf$/)).toEqual(Object.keys(edges).sort());
  });

  it('functions: each deployed one is a file of lambdas', () => {
    expect(filesOf('lambdas', /^(.*)\.ts$/)).toEqual([...FUNCTIONS].sort());
  });
});
