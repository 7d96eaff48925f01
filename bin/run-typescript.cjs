// Runs a TypeScript entry point without a build step: esbuild bundles the project's own files in memory
// (a few dozen milliseconds; packages stay outside) and Node runs the result. Node 20 cannot read TypeScript itself.
const path = require('node:path');
const Module = require('node:module');

/** Runs `file` and answers what it exports. */
exports.loadTypeScript = function loadTypeScript(file) {
  const { buildSync } = require('esbuild');
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
    logLevel: 'error',
    sourcemap: process.env.FAIL2EDGE_SOURCE_MAPS ? 'inline' : false,
  });
  const bundled = new Module(file, null);
  bundled.filename = file;
  bundled.paths = Module._nodeModulePaths(path.dirname(file));
  bundled._compile(outputFiles[0].text, file);
  return bundled.exports;
};

/** Runs an entry point of this folder. */
exports.runTypeScript = function runTypeScript(entry) {
  exports.loadTypeScript(path.resolve(__dirname, entry));
};
