import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import cdk from '../../cdk.json';

const root = mkdtempSync(join(tmpdir(), 'fail2edge-infra-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** An empty folder that is gone when the tests of the file are through. */
export const scratch = (): string => mkdtempSync(join(root, 'folder-'));

/** The CDK app with the settings of cdk.json. */
export const anApp = (): App => new App({ context: cdk.context, outdir: scratch() });
