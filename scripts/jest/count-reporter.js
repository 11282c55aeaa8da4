// Prints the one line that CI ends with. A file that could not even start counts as one failure.
export default class CountReporter {
  /** @param {unknown} _contexts @param {{numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number, numTodoTests: number}} results */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    // At exit, since jest's own summary comes after all reporters.
    process.once('exit', () =>
      process.stdout.write(`${results.numPassedTests} passed, ${failed} failed${tail}\n`),
    );
  }
}
