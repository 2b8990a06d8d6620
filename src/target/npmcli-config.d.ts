/** The part of `@npmcli/config` used here; the package ships no types. */
declare module "@npmcli/config" {
  interface ConfigOptions {
    npmPath: string;
    definitions: unknown;
    shorthands: unknown;
    flatten: unknown;
    argv: string[];
    env: NodeJS.ProcessEnv;
    execPath: string;
    cwd: string;
    warn: boolean;
  }
  export default class Config {
    constructor(options: ConfigOptions);
    load(): Promise<void>;
    readonly flat: Record<string, unknown>;
  }
}
declare module "@npmcli/config/lib/definitions/index.js" {
  const all: { definitions: unknown; shorthands: unknown; flatten: unknown };
  export default all;
}
