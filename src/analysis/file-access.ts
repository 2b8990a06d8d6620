import type { EventOf } from "../model/event.ts";
import type { SessionPlan } from "../model/session-plan.ts";
import type { FileClass, Phase } from "../model/vocabulary.ts";
import type { ProcessView } from "./process-tree.ts";

export interface FileView {
  id: string;
  path: string;
  mode: EventOf<"file-open">["mode"];
  class: FileClass;
  phase: Phase;
  process?: ProcessView;
  /** False when the attempt failed (`ENOENT`, `EACCES`, …). */
  succeeded: boolean;
  event: EventOf<"file-open">;
}

/** Gives every opened file its class and the process that opened it. */
export function attributeFiles(
  opens: EventOf<"file-open">[],
  processes: ProcessView[],
  plan: SessionPlan,
): FileView[] {
  const classOf = fileClassifier(plan);
  const created = new Set<string>();
  const running = new Map<number, ProcessView>();
  let next = 0;
  return opens.map((event) => {
    for (; next < processes.length && processes[next]!.event.n < event.n; next++)
      running.set(processes[next]!.process, processes[next]!);
    const process = running.get(event.process);
    const succeeded = !/^E[A-Z]+|^-|error|fail/.test(event.result);
    const given = classOf(event.path);
    // What the session itself made outside the workspace holds nothing of the user's: it is the tool's own state.
    const own = given === "other" && (created.has(event.path) || isUnderAny(event.path, TEMPORARY));
    if (succeeded && event.mode === "create") created.add(event.path);
    return {
      id: `f${event.n}`,
      path: event.path,
      mode: event.mode,
      class: own ? "own-config" : given,
      phase: event.during,
      ...(process ? { process } : {}),
      succeeded,
      event,
    };
  });
}

const TEMPORARY = ["/tmp", "/var/tmp", "/run/user"];
const SYSTEM = "/bin /boot /dev /etc /lib /lib32 /lib64 /opt /proc /run /sbin /sys /usr /var".split(" ");

/**
 * Workspace, own install and own configuration by the session's plan, system by the Filesystem Hierarchy
 * Standard's top folders; everything else, above all the rest of the home folder, is `other`.
 */
export function fileClassifier(plan: SessionPlan): (path: string) => FileClass {
  const { machine, files } = plan.scenario;
  const ownConfig = plan.profile.ownConfig.map((folder) => `${machine.home}/${folder.replace(/^~?\//, "")}`);
  const planted = new Set(files.map((file) => file.path));
  return (path) => {
    if (isUnderAny(path, [machine.workspace])) return "workspace";
    if (isUnderAny(path, ownConfig)) return "own-config";
    if (isOwnInstall(path, plan)) return "own-install";
    if (planted.has(path)) return isUnderAny(path, SYSTEM) ? "system" : "other";
    return isUnderAny(path, SYSTEM) ? "system" : isUnderAny(path, TEMPORARY) ? "own-config" : "other";
  };
}

function isUnderAny(path: string, folders: string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

/** The target's folder wherever the lab mounts it: a `node_modules/<name>` path, or its folder on the host. */
function isOwnInstall(path: string, { target }: SessionPlan): boolean {
  return isUnderAny(path, [target.folder]) || `${path}/`.includes(`/node_modules/${target.name}/`);
}
