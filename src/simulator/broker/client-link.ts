/*
 * One connection to the broker, from its first byte to its end: CONNECT, DISCONNECT, deadlines, and why it ended.
 * Not here: what is said in between (conversation.ts).
 * Source: MQTT 3.1.1, sections 3.1, 3.14 and 4.8.
 */
import type { Ending } from "../engines/engine.ts";
import type { Connection, Peer } from "../network/network.ts";
import { Answers } from "./answers.ts";
import { Conversation } from "./conversation.ts";
import { decodeConnect } from "./decode.ts";
import type { ConnectRequest, Message } from "./decode.ts";
import { connack } from "./encode.ts";
import { FirstSegment } from "./first-segment.ts";
import { Framing, Kind, kindName } from "./framing.ts";
import type { PacketTaker } from "./framing.ts";
import type { SimBroker } from "./sim-broker.ts";
import { Unwanted, Violation } from "./violation.ts";

/** Deaf: CONNECT was refused or of no interest, and nothing more is read. Left: DISCONNECT has come. */
type State = "greeting" | "connected" | "deaf" | "left" | "gone";

export class ClientLink implements Peer, PacketTaker {
  /** The client id, or before CONNECT the address. */
  name: string;
  will: Message | undefined;
  conversation: Conversation | undefined;
  private state: State = "greeting";
  private heardMs = 0;
  private silenceLimitMs = 0;
  private timer: number | undefined;
  private readonly framing: Framing;
  private readonly answers: Answers;
  private readonly firstSegment: FirstSegment;

  constructor(
    private readonly broker: SimBroker,
    private readonly connection: Connection,
    from: string,
  ) {
    const { quirks, world } = broker;
    this.name = from;
    this.framing = new Framing(this, quirks.packetLimitBytes);
    this.answers = new Answers(connection, quirks.writes);
    this.firstSegment = new FirstSegment(quirks);
    this.timer = world.after(quirks.connectDeadlineMs, () => this.end("no CONNECT in time"));
  }

  opened(): void {}

  received(bytes: Uint8Array): void {
    if (this.state === "gone" || this.state === "deaf") return;
    this.answers.hold();
    this.conversation?.ids.received();
    let ending: unknown;
    try {
      this.framing.push(bytes);
      this.endFirstSegment();
    } catch (error) {
      ending = error;
    }
    this.answers.release();
    if (ending !== undefined) this.endFor(ending);
    else if (this.state === "left") this.end(undefined);
  }

  sent(): void {
    this.conversation?.ids.sent();
  }

  closed(ending: Ending): void {
    this.end(`connection ${ending}`, "none");
  }

  began(kind: number): void {
    if (this.state === "left") throw new Violation(`${kindName(kind)} behind DISCONNECT`, "3.14.4");
    const isConnect = kind === (Kind.Connect as number);
    if (this.state === "greeting" && !isConnect)
      throw new Violation(`${kindName(kind)} as the first packet, must be CONNECT`, "3.1");
    if (this.state === "connected" && isConnect) throw new Violation("a second CONNECT", "3.1");
  }

  packet(kind: number, flags: number, body: Uint8Array): void {
    if (this.state === "deaf") return;
    this.heardMs = this.broker.world.nowMs;
    if (this.state === "greeting") this.greet(decodeConnect(body));
    else if (!this.firstSegment.holds(kind, flags, body)) this.handle(kind, flags, body);
  }

  /**
   * Over, because the broker says so or the network is gone.
   *
   * @param why  undefined after DISCONNECT: then the will is not published
   * @param how  what becomes of the connection
   */
  end(why: string | undefined, how: "close" | "reset" | "none" = "close"): void {
    if (this.state === "gone") return;
    this.state = "gone";
    this.broker.world.cancel(this.timer);
    if (how === "close") this.connection.close();
    else if (how === "reset") this.connection.reset();
    if (why !== undefined) this.broker.world.say("broker", `${this.name} is gone: ${why}`);
    this.conversation?.ids.ended();
    this.broker.left(this, why === undefined || how === "reset");
  }

  private endFirstSegment(): void {
    try {
      for (const { kind, flags, body } of this.firstSegment.end()) this.handle(kind, flags, body);
    } catch (error) {
      // A broker that closes for what came before CONNACK has not sent it.
      if (error instanceof Unwanted) this.answers.forget();
      throw error;
    }
  }

  private handle(kind: number, flags: number, body: Uint8Array): void {
    if (kind !== (Kind.Disconnect as number)) return this.conversation?.packet(kind, flags, body);
    this.state = "left";
    this.broker.world.say("broker", `${this.name} disconnects`);
  }

  private greet(request: ConnectRequest): void {
    const { broker } = this;
    broker.world.cancel(this.timer);
    if (request.level !== 4) return this.refuseVersion(request.level);
    if (request.clientId === "" && !request.isClean) {
      this.answers.write(connack(2, false));
      throw new Violation("CONNECT with an empty client id and clean session 0", "3.1.3.1");
    }
    const code = broker.judge(request);
    if (code !== 0) return this.refuse(request.clientId, code);
    const { session, isPresent } = broker.admit(this, request);
    this.name = session.clientId;
    this.will = request.will;
    this.state = "connected";
    this.conversation = new Conversation(broker, session, this.answers);
    const kind = request.isClean ? "clean session" : isPresent ? "session present" : "new session";
    broker.world.say("broker", `${this.name} connects: ${kind}, keep alive ${request.keepAliveS} s`);
    this.answers.write(connack(0, isPresent && broker.quirks.isSessionPresentTold));
    session.outlet = this.conversation;
    session.resume();
    this.watch(Math.min(request.keepAliveS, broker.quirks.keepAliveLimitS));
    this.firstSegment.begin();
  }

  private refuse(clientId: string, code: number): void {
    this.state = "deaf";
    this.answers.write(connack(code, false));
    throw new Unwanted(`CONNECT of ${clientId} refused with ${code}`);
  }

  private refuseVersion(level: number): void {
    const { otherVersions } = this.broker.quirks;
    if (otherVersions === "refused") this.answers.write(connack(1, false));
    this.state = "deaf";
    if (otherVersions !== "silent") throw new Unwanted(`CONNECT with protocol level ${level}`);
  }

  /** One and a half times the keep alive without a packet ends the connection (section 3.1.2.10). */
  private watch(keepAliveS: number): void {
    this.silenceLimitMs = keepAliveS * 1500;
    if (keepAliveS > 0) this.watchAgain();
  }

  // The clock is asked once in a keep alive and a half, not wound up again with each packet.
  private watchAgain(): void {
    const { world } = this.broker;
    const leftMs = this.heardMs + this.silenceLimitMs - world.nowMs;
    if (leftMs <= 0) this.end("nothing came for one and a half keep alives");
    else this.timer = world.after(leftMs, () => this.watchAgain());
  }

  private endFor(error: unknown): void {
    if (error instanceof Violation) this.broker.note(this.name, error.message);
    else if (!(error instanceof Unwanted)) throw error;
    this.end(error.message);
  }
}
