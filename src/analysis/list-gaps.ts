import type { Audit } from "../model/audit.ts";
import type { SessionView } from "./attribute.ts";

type Gap = Audit["gaps"][number];

/** Everything that could not be seen, grouped: stated by the live side, met in decoding, or never exercised. */
export function listGaps(
  views: readonly SessionView[],
  decoding: readonly string[],
  missing: readonly string[],
): Gap[] {
  const gaps: Gap[] = [
    ...views.flatMap((view) => view.of("gap").map(({ where, reason, count }) => ({ where, reason, count }))),
    ...views.flatMap((view) =>
      view.record.damage.map((reason) => ({ where: `capture of ${view.id}`, reason, count: 1 })),
    ),
    ...views.flatMap(neverMet),
    ...decoding.map((reason) => ({ where: "decoding", reason, count: 1 })),
    ...missing.map((session) => ({ where: `session ${session}`, reason: "it left no capture", count: 1 })),
  ];
  const groups = Map.groupBy(gaps, ({ where, reason }) => JSON.stringify([where, reason]));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => ({ ...same[0]!, count: same.reduce((sum, { count }) => sum + count, 0) }));
}

function neverMet(view: SessionView): Gap[] {
  const rejected = view.flows.filter(({ tls }) => tls?.outcome === "rejected-our-ca");
  return [
    ...view
      .of("phase")
      .flatMap(({ id, state, reason }) =>
        state === "failed" || state === "not-offered"
          ? [{ where: `phase ${id}`, reason: reason ?? state, count: 1 }]
          : [],
      ),
    ...rejected.map(({ host }) => ({
      where: host,
      reason: "the client did not accept the lab's certificate",
      count: 1,
    })),
  ];
}
