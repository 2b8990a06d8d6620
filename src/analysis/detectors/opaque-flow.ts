import type { Detector } from "./detector.ts";

export const opaqueFlow: Detector = {
  id: "opaque-flow",
  limits: "What the connection carried is not known.",
  detect: ({ views }) =>
    views.flatMap((view) =>
      view.flows.flatMap(({ tls, close, exchanges, host, port, protocol }) => {
        const blob = close?.sentRaw ?? (tls?.outcome === "rejected-our-ca" ? tls.clientHello : undefined);
        if (exchanges.length > 0 || blob === undefined) return [];
        const range: [number, number] = [0, view.record.blob(blob).length];
        return [
          {
            session: view.id,
            n: (close ?? tls)!.n,
            title: `a connection to ${host}:${port} could not be read`,
            channel: {
              protocol,
              host,
              port,
              pointer: "count",
              description: tls?.outcome ?? close?.protocol ?? "unknown",
            },
            data: [],
            encodings: [],
            evidence: [{ session: view.id, blob, range }],
          },
        ];
      }),
    ),
};
