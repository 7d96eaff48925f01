#!/usr/bin/env node
const { runTypeScript } = require('./run-typescript.cjs');

runTypeScript('fail2edge.ts');
