/** Run inside a gateway by its test: a listener, a second network namespace, and connections out of it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { Machine } from "../model/scenario.ts";
import { originalDestination } from "./original-destination.ts";
import { answerEveryAddress, connectTool } from "./tool-network.ts";

const machine = {
  interfaceName: "enp0s31f6",
  mac: "8c:16:45:3a:77:10",
  ipv4: "192.168.178.23",
  gatewayIpv4: "192.168.178.1",
  ipv6: "2003:e7:1f2a:4c00::23",
} as Machine;
const server = createServer((socket) => {
  process.stdout.write(`${JSON.stringify(originalDestination(socket))}\n`);
  socket.end();
});
await once(server.listen(0, "::"), "listening");
await answerEveryAddress({ interceptorPort: (server.address() as AddressInfo).port, dnsPort: 5353 });
const tool = spawn("unshare", ["-n", "sh", "-c", "echo ready; exec sleep 20"], {
  stdio: ["ignore", "pipe", "inherit"],
});
await once(tool.stdout, "data");
await connectTool(tool.pid!, machine);
for (const [host, port] of [
  ["93.184.215.14", 4711],
  ["2606:2800:21f::99", 4712],
  ["127.0.0.1", 4713],
] as const) {
  const script = `require("net").connect(${port},"${host}").on("error",(e)=>console.log(JSON.stringify("loopback "+e.code))).on("close",()=>process.exit()).resume()`;
  const client = spawn("nsenter", ["-t", String(tool.pid), "-n", process.execPath, "-e", script], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  await once(client, "exit");
}
tool.kill("SIGKILL");
server.close();
