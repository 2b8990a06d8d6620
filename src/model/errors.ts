/**
 * What the user did wrong, or what is missing on the machine: one sentence that says what to do next.
 * The command line prints it alone and exits 2. Everything else that throws is a bug (exit 70).
 */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
