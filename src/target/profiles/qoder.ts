import type { Profile } from "../../model/target.ts";

export const qoder: Profile = {
  id: "qoder",
  title: "Qoder",
  packages: ["@qoder-ai/qodercli"],
  command: "qodercli",
  headless: {
    first: ["-p", "{prompt}", "--dangerously-skip-permissions"],
    next: ["-p", "{prompt}", "--dangerously-skip-permissions"],
  },
  env: {},
  credentials: [
    { env: "QODER_PERSONAL_ACCESS_TOKEN", shape: "{hex:64}", meantFor: ["qoder.com", "qoder.sh"] },
  ],
  documented: [],
  ownConfig: [".qoder"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "Its request body is in a private encoding, so the prompt may not be recognised in it.",
  ],
};
