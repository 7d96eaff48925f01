/** The configuration is sound but cannot be deployed like this. Carries every reason, each saying what to write. */
export class DeploymentError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'DeploymentError';
  }
}
