import type { Headers } from "../model/event.ts";
import type { Scenario } from "../model/scenario.ts";
import type { ServiceReply } from "../model/service.ts";
import type { Act, Conversation } from "./conversation.ts";
import type { Alphabet } from "./identifier.ts";
import type { ReadRequest } from "./read-request.ts";

/**
 * The services: a *stand-in* answers for one kind of remote service, so that the tool under audit works as if
 * it were online. A *request* is what the tool sent, a *reply* what it gets back. A model stand-in turns a
 * request into a *conversation* (the same for all protocols), asks the *scripted model* for its next *act*
 * (say something, or call a tool) and writes that act in its protocol. A *step* is one thing the script wants
 * done; a tool is chosen for it from those *declared* in the request. What no stand-in knows is *improvised*.
 */
export interface StandIn {
  /** Kebab-case, as it stands in the capture. */
  id: string;
  /** Host suffixes it answers for; absent: any host, by the shape of the request. */
  hosts?: string[];
  accepts(request: ReadRequest, context: ServiceContext): boolean;
  handle(request: ReadRequest, context: ServiceContext): Reply | Promise<Reply>;
}

/** A reply before the answerer has put the stand-in's name on it. */
export type Reply = Omit<ServiceReply, "service" | "improvised"> & { headers: Headers };

/** What a stand-in may know besides the request. */
export interface ServiceContext {
  scenario: Scenario;
  /** Package name to the version the tool itself has, so that no update is offered. */
  versions: Record<string, string>;
  /** The scripted model's answer to a conversation; steps are reported on the way. */
  ask(conversation: Conversation, request: ReadRequest): Act;
  /** Wall clock, for `Date` and `created` fields. */
  now(): Date;
  /** Ordinary-looking identifiers, different on each call, the same in each session. */
  identifier(alphabet: Alphabet, length: number): string;
}
