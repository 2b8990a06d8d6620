import type { Destination } from "../model/audit.ts";
import type { Documented } from "../model/target.ts";
import type { Party } from "../model/vocabulary.ts";
import type { ExchangeView, FlowView, SessionView } from "./attribute.ts";

/** One row per host, port and protocol that was reached, most bytes first. */
export function listDestinations(views: readonly SessionView[]): Destination[] {
  const exchanges = views.flatMap((view) => view.exchanges);
  const asked = new Set(
    views.flatMap((view) => view.of("model-step").map((step) => `${view.id} ${step.exchange}`)),
  );
  const modelPlaces = new Set(
    views.flatMap((view) => view.exchanges.filter(({ id }) => asked.has(`${view.id} ${id}`)).map(placeOf)),
  );
  const documented = views[0]?.plan.profile.documented ?? [];
  const flows = Map.groupBy(
    views.flatMap((view) => view.flows),
    placeOf,
  );
  const rows = [...Map.groupBy(exchanges, placeOf)].map(([place, group]) => ({
    ...row(group, documented, modelPlaces.has(place)),
    // As counted on the wire, TLS included.
    sentBytes: sum(flows.get(place), "sentBytes"),
    receivedBytes: sum(flows.get(place), "receivedBytes"),
  }));
  return rows.sort((a, b) => b.sentBytes - a.sentBytes || (placeOf(a) < placeOf(b) ? -1 : 1));
}

export function placeOf({ host, port, protocol }: Pick<Destination, "host" | "port" | "protocol">): string {
  return `${protocol}://${host}:${port}`;
}

function sum(flows: readonly FlowView[] = [], key: "sentBytes" | "receivedBytes"): number {
  return flows.reduce((total, flow) => total + (flow.close?.[key] ?? 0), 0);
}

function row(
  group: ExchangeView[],
  documented: readonly Documented[],
  isModel: boolean,
): Omit<Destination, "sentBytes" | "receivedBytes"> {
  const { host, port, protocol } = group[0]!;
  const endpoints = [...Map.groupBy(group, ({ event, path }) => `${event.method} ${path}`).values()].map(
    (same) => ({
      method: same[0]!.event.method,
      path: same[0]!.path,
      count: same.length,
      phases: [...new Set(same.map(({ phase }) => phase))],
      improvised: same.filter(({ event }) => event.improvised).length,
    }),
  );
  return {
    host,
    port,
    protocol,
    ...partyOf(group, documented, isModel),
    documented:
      documented.length === 0 ? "no-source" : documented.some((each) => each.host === host) ? "yes" : "no",
    exchanges: group.length,
    phases: [...new Set(group.map(({ phase }) => phase))],
    endpoints: endpoints.sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1)),
  };
}

/** First rule that fits. Without a list of public suffixes, a shared domain means the last two labels. */
function partyOf(
  group: ExchangeView[],
  documented: readonly Documented[],
  isModel: boolean,
): { party: Party; partyRule: string } {
  const { host } = group[0]!;
  const named = documented.find((each) => each.host === host);
  if (named)
    return {
      party: named.party,
      partyRule: `the maker's own page names this host (${named.source}, ${named.date})`,
    };
  if (isModel) return { party: "model-api", partyRule: "the scripted model's conversation was held with it" };
  if (group.some(({ event }) => event.service === "package-registry"))
    return { party: "registry", partyRule: "it was asked for packages" };
  const domain = host.split(".").slice(-2).join(".");
  if (documented.some((each) => each.party !== "third-party" && each.host.endsWith(`.${domain}`)))
    return {
      party: "vendor",
      partyRule: `its last two labels, ${domain}, are those of a host that the maker documents`,
    };
  if (group.every(({ event }) => event.service === "web-page"))
    return { party: "third-party", partyRule: "the scripted model asked for a page there" };
  return { party: "unknown", partyRule: "no rule names it" };
}
