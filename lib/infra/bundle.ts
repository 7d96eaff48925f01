import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import type { Ruleset } from '../core/ruleset';
import { RULESET_FILE } from '../runtime/ruleset-file';
import { literalKeys } from './literal-keys';

/** The deployed functions: one file each in `lambdas/`. */
export const FUNCTIONS = ['detect', 'enforce', 'expire', 'lists', 'protect', 'report', 'request', 'setup'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/**
 * How a function becomes one file. The packages' ES modules are read and CommonJS is written: unused code is shaken
 * out, which halves load time against esbuild's default, and Node loads one CommonJS file faster than one ES module.
 * The SDK goes in, so that what was tested is what runs.
 */
function bundleOptions(sources: Sources) {
  return {
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': join(sources.root, 'lib/runtime/lambda-credentials.ts'),
      '@smithy/core/event-streams': join(sources.root, 'lib/runtime/no-event-streams.ts'),
    },
    charset: 'utf8',
    legalComments: 'none',
    // What is wrong is thrown, with file and line.
    logLevel: 'silent',
  } as const satisfies BuildOptions;
}

/** Where the functions' source is, and the ruleset they are deployed with. */
export interface Sources {
  /** Folder of this project. */
  readonly root: string;
  /** Folder of the handlers. @default `lambdas` in the project */
  readonly lambdas?: string;
  readonly ruleset: Ruleset;
}

const lambdasOf = ({ root, lambdas }: Sources): string => lambdas ?? join(root, 'lambdas');

/**
 * Bundles one function into `directory`: `index.js` and, beside it, the ruleset. The same input gives the same bytes.
 * @throws esbuild's error naming file and line when the source does not build.
 */
export function bundle(name: FunctionName, sources: Sources, directory: string): Bundled {
  const entry = join(lambdasOf(sources), `${name}.ts`);
  const { code, inputs } = clientsOf(entry).includes(LARGE) ? builtTwice(entry, sources) : built(entry, sources);
  writeFileSync(join(directory, 'index.js'), code);
  writeFileSync(join(directory, RULESET_FILE), JSON.stringify(sources.ruleset));
  return { inputs, bytes: Buffer.byteLength(code) };
}

/** What a bundle was made of. */
export interface Bundled {
  /** Files whose code went in. */
  readonly inputs: readonly string[];
  readonly bytes: number;
}

/** Nine tenths of this client are schemas of what we never ask. */
const LARGE = '@aws-sdk/client-ec2';

/** Packages that the project's own files import, from what the function begins with. */
function clientsOf(entry: string): readonly string[] {
  const options = { bundle: true, write: false, packages: 'external', platform: 'node', logLevel: 'silent' } as const;
  const { metafile } = buildSync({ ...options, format: 'esm', entryPoints: [entry], metafile: true });
  return Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
}

function built(entry: string, sources: Sources) {
  return read(buildSync({ ...bundleOptions(sources), entryPoints: [entry], minify: true, metafile: true }));
}

/** What the first build could not leave out, the second can: see {@link literalKeys}. */
function builtTwice(entry: string, sources: Sources) {
  const options = bundleOptions(sources);
  const first = read(buildSync({ ...options, format: 'esm', entryPoints: [entry], metafile: true }));
  const stdin = { contents: literalKeys(first.code), resolveDir: sources.root };
  const second = read(buildSync({ ...options, stdin, minify: true, metafile: true }));
  return { code: second.code, inputs: first.inputs };
}

function read({ outputFiles, metafile }: BuildResult<{ write: false; metafile: true }>) {
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild wrote nothing');
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return { code: file.text, inputs: inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])) };
}

/** The function's code as an asset, made on this machine; its hash is that of the files it consists of. */
export function functionCode(name: FunctionName, sources: Sources): Code {
  return Code.fromAsset(lambdasOf(sources), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // CDK demands an image, for bundling in Docker; it is never pulled.
      image: DockerImage.fromRegistry('scratch'),
      // CDK keeps one result for equal options: these tell the functions, and rulesets, apart.
      environment: { FUNCTION: name, RULESET: `${sources.ruleset.version} ${sources.ruleset.protect.join(' ')}` },
      local: {
        tryBundle(directory) {
          bundle(name, sources, directory);
          return true;
        },
      },
    },
  });
}
