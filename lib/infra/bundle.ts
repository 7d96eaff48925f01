import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import type { Ruleset } from '../core/ruleset';
import { RULESET_FILE } from '../runtime/ruleset-file';

/** The deployed functions: one file each in `lambdas/`. */
export const FUNCTIONS = ['detect', 'enforce', 'expire', 'lists', 'protect', 'report', 'request', 'setup'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/**
 * How a function becomes one file. The packages' ES modules are read and CommonJS is written: unused code is shaken
 * out, which halves load time against esbuild's default, and Node loads one CommonJS file faster than one ES module.
 * The SDK goes in, so that what was tested is what runs.
 */
function bundleOptions(name: FunctionName, sources: Sources): BuildOptions {
  return {
    entryPoints: [join(lambdasOf(sources), `${name}.ts`)],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(sources.root, 'lib/runtime/lambda-credentials.ts') },
    charset: 'utf8',
    legalComments: 'none',
    // What is wrong is thrown, with file and line.
    logLevel: 'silent',
  };
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
export function bundle(name: FunctionName, sources: Sources, directory: string): BuildResult {
  const result = buildSync({ ...bundleOptions(name, sources), outfile: join(directory, 'index.js'), metafile: true });
  writeFileSync(join(directory, RULESET_FILE), JSON.stringify(sources.ruleset));
  return result;
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
