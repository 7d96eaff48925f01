/** Where esbuild says that a module of the SDK's schemas begins. */
const SCHEMAS = /^\/\/ (?:.*\/)?node_modules\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js\n/;
const WORD = /^var (_\w+) = ("(?:[^"\\]|\\.)*");$/gm;

/**
 * The SDK's schemas write keys as constants, `{ [_xN]: ... }`, and esbuild keeps what computes a key, used or not: all of
 * EC2's schemas, half a megabyte. With the words in their place it leaves out what is unused.
 * @param bundled esbuild's own output, not minified, with its comments of where a module begins
 */
export function literalKeys(bundled: string): string {
  return bundled
    .split(/^(?=\/\/ .*\.js\n)/m)
    .map((module) => (SCHEMAS.test(module) ? withWords(module) : module))
    .join('');
}

function withWords(module: string): string {
  const words = new Map([...module.matchAll(WORD)].map(([, name = '', word = '']) => [name, word]));
  return module.replace(/\[(_\w+)\]:/g, (key, name) => (words.has(name) ? `${words.get(name)}:` : key));
}
