import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Recorder } from "../model/event.ts";
import type { Machine, PlantedFile } from "../model/scenario.ts";
import type { Limits } from "../model/session-plan.ts";
import { makeDisk, type Disk } from "./disk.ts";
import { sandboxArguments } from "./sandbox-arguments.ts";
import { connectTool } from "./tool-network.ts";

export interface LabOptions {
  machine: Machine;
  limits: Limits;
  files: PlantedFile[];
  /** The release's folder on the host, and where the tool finds its own copy. */
  target: { folder: string; mountedAt: string };
  caCertificatePem: string;
  recorder: Recorder;
}

export interface RunOptions {
  argv: string[];
  env: Record<string, string>;
  cwd: string;
  timeMs: number;
  /** Names the launch in the capture; without it nothing is recorded (setting up the workspace). */
  launch?: string;
}

export type RunExit = "timed-out" | { code: number | null; signal: string | null };

/** One tool's machine: its disk and network last as long as the lab, its processes one run. */
export interface Lab extends AsyncDisposable {
  run(options: RunOptions): Promise<{ exit: RunExit; stdout: Buffer; stderr: Buffer }>;
  /** States something that could not be seen or enforced. */
  gap(where: string, reason: string): void;
}

const OUTPUT_KEPT_BYTES = 4 << 20;

/**
 * Prepares disk and network for one tool. Called by the worker, inside the gateway.
 * @throws Error when a mount or the network is refused.
 */
export async function openLab(options: LabOptions): Promise<Lab> {
  const disk = await makeDisk(options);
  // Holds the tool's network open between runs.
  const holder = spawn("unshare", ["--net", "sh", "-c", "echo ready; exec sleep infinity"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  await connectTool(holder.pid!, options.machine);
  const gap = (where: string, reason: string) =>
    options.recorder.append({ kind: "gap", where, reason, count: 1 });
  stateLimits(gap);
  return {
    gap,
    run: (run) => launch(run, { ...options, disk, networkPid: holder.pid! }),
    async [Symbol.asyncDispose]() {
      holder.kill("SIGKILL");
    },
  };
}

/** What this lab cannot see or enforce, said in every capture. */
function stateLimits(gap: (where: string, reason: string) => void): void {
  gap("processes and files", "which programs the tool started and which files it opened is not recorded");
  gap("memory", "the tool's memory use is not limited on this machine");
  gap("UDP", "datagrams other than DNS are dropped unrecorded");
  gap(
    "appearance",
    "system files appear to belong to nobody, and the sandbox's first process is visible as pid 1",
  );
}

interface LaunchContext extends LabOptions {
  disk: Disk;
  networkPid: number;
}

async function launch(run: RunOptions, context: LaunchContext) {
  const child = spawn("nsenter", [`--net=/proc/${context.networkPid}/ns/net`, ...chain(run, context)], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const deadline = setTimeout(() => child.kill("SIGKILL"), run.timeMs);
  const started = performance.now();
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  clearTimeout(deadline);
  const timedOut = signal === "SIGKILL" && performance.now() - started >= run.timeMs;
  const result = {
    exit: timedOut ? ("timed-out" as const) : { code, signal },
    stdout: stdout(),
    stderr: stderr(),
  };
  if (run.launch !== undefined) recordOutput(run.launch, result, context.recorder);
  return result;
}

/** What starts what. As host root, the sandbox is set up by an unassigned uid, never by root itself. */
function chain(run: RunOptions, context: LaunchContext): string[] {
  const isRoot = context.disk.ownerUid !== 0;
  const owner = String(context.disk.ownerUid);
  return [
    ...(isRoot ? ["setpriv", `--reuid=${owner}`, `--regid=${owner}`, "--clear-groups"] : []),
    "prlimit",
    `--nproc=${context.limits.processes}`,
    "--core=0",
    "--",
    "bwrap",
    ...sandboxArguments(context, run),
    "--",
    ...run.argv,
  ];
}

function recordOutput(name: string, result: { stdout: Buffer; stderr: Buffer }, recorder: Recorder): void {
  for (const stream of ["stdout", "stderr"] as const)
    if (result[stream].length > 0)
      recorder.append({ kind: "output", launch: name, stream, content: recorder.blob(result[stream]) });
}

/** Keeps the first {@link OUTPUT_KEPT_BYTES} and drains the rest, so that a flood neither blocks nor fills us. */
function collect(stream: Readable): () => Buffer {
  const chunks: Buffer[] = [];
  let kept = 0;
  stream.on("data", (chunk: Buffer) => {
    const room = OUTPUT_KEPT_BYTES - kept;
    if (room <= 0) return;
    chunks.push(chunk.subarray(0, room));
    kept += Math.min(room, chunk.length);
  });
  return () => Buffer.concat(chunks);
}
