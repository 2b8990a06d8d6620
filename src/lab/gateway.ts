/**
 * The lab: one tool in a machine of its own, with a way out that leads nowhere. The *gateway* is a set of
 * namespaces (network, processes, mounts) that hold all of one session; its network has no interface to the
 * host, so there is no route by which a packet could leave. The *worker* is the process of ours inside it: it
 * answers, records, and starts the tool. The *tool network* is a second network namespace, joined to the
 * gateway's by one veth pair. A *launch* is one run of a command in the tool's sandbox.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface GatewayOptions {
  /** The worker: program and arguments. */
  argv: readonly string[];
  /** One line of the worker's standard output, without its newline. */
  onLine(line: string): void;
  signal?: AbortSignal;
  /** A folder of this session's own; becomes the worker's `TMPDIR`. */
  scratchFolder: string;
  /** All of the worker's environment beyond `PATH`, `HOME` and `TMPDIR`; nothing is inherited. */
  workerEnv?: Record<string, string>;
}

interface GatewayExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The last 64 KiB of what the worker said on standard error. */
  stderr: string;
}

export interface Gateway extends AsyncDisposable {
  exited: Promise<GatewayExit>;
  pid: number;
}

const STDERR_KEPT = 65_536;
const WORKER_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Starts the worker inside fresh namespaces. When this process dies, however it dies, the kernel kills the
 * namespaces' first process and with it everything inside (`PR_SET_PDEATHSIG`, `pid_namespaces(7)`).
 *
 * @throws Error when bubblewrap cannot be started at all.
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const child = spawn("bwrap", [...namespaceArguments(), "--", ...ownProc, ...options.argv], {
    env: {
      ...options.workerEnv,
      PATH: WORKER_PATH,
      HOME: options.scratchFolder,
      TMPDIR: options.scratchFolder,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // Listened for at once: a worker that ends early must not be missed.
  const ended = once(child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
  const stderr = keepTail(child.stderr);
  createInterface({ input: child.stdout }).on("line", (line) => options.onLine(line));
  const kill = () => child.kill("SIGKILL");
  options.signal?.addEventListener("abort", kill, { once: true });
  if (options.signal?.aborted) kill();
  const exited = ended.then(([code, signal]) => {
    options.signal?.removeEventListener("abort", kill);
    return { code, signal, stderr: stderr() };
  });
  await once(child, "spawn");
  return {
    exited,
    pid: child.pid!,
    async [Symbol.asyncDispose]() {
      kill();
      await exited;
    },
  };
}

/**
 * Gives the worker a whole `/proc` of its namespace. bubblewrap's own is covered in places, and the kernel lets
 * nobody inside mount a plainer one than they can see (`mount_namespaces(7)`). The script is fixed text.
 */
const ownProc = ["sh", "-c", 'mount -t proc proc /proc && exec "$@"', "sh"];

function namespaceArguments(): string[] {
  const asRoot = process.getuid?.() === 0;
  return [
    "--die-with-parent",
    ...(asRoot ? [] : ["--unshare-user", "--uid", "0", "--gid", "0"]),
    "--unshare-net",
    "--unshare-pid",
    "--unshare-ipc",
    "--cap-add",
    "ALL",
    "--dev-bind",
    "/",
    "/",
  ];
}

function keepTail(stream: Readable): () => string {
  let kept = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-STDERR_KEPT);
  });
  return () => kept.toString();
}
