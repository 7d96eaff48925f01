// Runs a TypeScript entry point without a build step: esbuild bundles the project's own files (packages stay outside) and
// Node runs the result. Node 20 cannot read TypeScript itself. A bundle is kept beside the packages and taken again as long
// as no file of it changed: every command would wait a third of a second for a new one.
const fs = require('node:fs');
const path = require('node:path');
const Module = require('node:module');

const PACKAGES = path.resolve(__dirname, '../node_modules');

/** Besides what is bundled: a change of these makes another bundle. */
const TOOLS = [__filename, path.resolve(__dirname, '../tsconfig.json'), path.join(PACKAGES, 'esbuild/package.json')];

/** Runs `file` and answers what it exports. `keep`: the folder of the bundles that were made before. */
exports.loadTypeScript = function loadTypeScript(file, keep = path.join(PACKAGES, '.cache/fail2edge/bundles')) {
  const kept = path.join(keep, `${file.replace(/[^\w.-]+/g, '-')}${sourceMaps() ? '.maps' : ''}`);
  const bundled = new Module(file, null);
  bundled.filename = file;
  bundled.paths = Module._nodeModulePaths(path.dirname(file));
  bundled._compile(bundleKept(kept) ?? bundle(file, kept), file);
  return bundled.exports;
};

/** Runs an entry point of this folder. */
exports.runTypeScript = function runTypeScript(entry) {
  exports.loadTypeScript(path.resolve(__dirname, entry));
};

const sourceMaps = () => Boolean(process.env.FAIL2EDGE_SOURCE_MAPS);

/** undefined: there is none, or one of its files is not as it was. */
function bundleKept(kept) {
  try {
    const text = fs.readFileSync(kept, 'utf8');
    const end = text.indexOf('\n');
    const states = Object.entries(JSON.parse(text.slice(0, end)));
    return states.every(([input, state]) => stateOf(input).text === state) ? text.slice(end + 1) : undefined;
  } catch {
    return undefined;
  }
}

function stateOf(file) {
  const { mtimeMs, size } = fs.statSync(file);
  return { mtimeMs, text: `${mtimeMs} ${size}` };
}

function bundle(file, kept) {
  const began = Date.now();
  const { buildSync } = require('esbuild');
  const { outputFiles, metafile } = buildSync({
    entryPoints: [file],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    metafile: true,
    logLevel: 'error',
    sourcemap: sourceMaps() ? 'inline' : false,
  });
  const code = outputFiles[0].text;
  const inputs = [...TOOLS, ...Object.keys(metafile.inputs).map((input) => path.resolve(input))];
  keepBundle(kept, code, { inputs, began });
  return code;
}

/** Nothing is lost where it cannot be kept. What was edited while it was bundled is not known to be in it. */
function keepBundle(kept, code, { inputs, began }) {
  try {
    const states = inputs.map((input) => [input, stateOf(input)]);
    if (states.some(([, { mtimeMs }]) => mtimeMs >= began - 10)) return;
    const head = JSON.stringify(Object.fromEntries(states.map(([input, { text }]) => [input, text])));
    fs.mkdirSync(path.dirname(kept), { recursive: true });
    fs.writeFileSync(`${kept}.${process.pid}`, `${head}\n${code}`);
    fs.renameSync(`${kept}.${process.pid}`, kept);
  } catch {}
}
