import type { Profile } from "../../model/target.ts";

export const auggie: Profile = {
  id: "auggie",
  title: "Auggie",
  packages: ["@augmentcode/auggie"],
  command: "auggie",
  headless: {
    first: ["--print", "{prompt}"],
    next: ["--print", "{prompt}"],
  },
  env: {
    AUGMENT_SESSION_AUTH:
      '{"accessToken":"{credential}","tenantURL":"https://d1.api.augmentcode.com/","scopes":["read","write"]}',
  },
  credentials: [{ env: "AUGMENT_SESSION_AUTH", shape: "{hex:64}", meantFor: ["augmentcode.com"] }],
  documented: [],
  ownConfig: [".augment"],
  unverified: [
    "Which hosts its maker documents: no page was read.",
    "The folders it keeps its state in, and the shape of its secret.",
    "How to go on with the same conversation: the second prompt starts a new one.",
    "The name of the tenant host in AUGMENT_SESSION_AUTH.",
  ],
};
