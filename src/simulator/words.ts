/*
 * Words for people in place of the numbers that device code uses.
 */
import { Link } from "../client/link.ts";
import { Cause, Reason, Status } from "../client/status.ts";

const LINK_WORDS: Record<Link, string> = {
  [Link.Down]: "closed",
  [Link.Waiting]: "waiting",
  [Link.Opening]: "opening",
  [Link.Greeting]: "greeting",
  [Link.Up]: "up",
  [Link.Closing]: "closing",
  [Link.Draining]: "draining",
};

const CAUSE_WORDS: Record<Cause, string> = {
  [Cause.Ended]: "the broker closed the connection",
  [Cause.Reset]: "the connection broke off",
  [Cause.Unreachable]: "nobody listens at the broker's address, or the network does not reach it",
  [Cause.UnknownHost]: "the broker's host name has no address",
  [Cause.Untrusted]: "the TLS handshake failed: check the certificate, or trust its authority",
  [Cause.NoAccessPoint]: "no access point of the network is heard",
  [Cause.WrongPassword]: "the access point does not take the Wi-Fi password",
  [Cause.NotAdmitted]: "the access point refuses the board, or gives it no address",
};

/** CONNACK return codes, MQTT 3.1.1, table 3.1. */
const REFUSAL_WORDS = [
  "",
  "it does not speak MQTT 3.1.1",
  "it does not allow this client id",
  "it is unavailable",
  "bad user name or password",
  "not authorised",
];

const REASON_WORDS: Record<Reason, string> = {
  [Reason.None]: "no reason",
  [Reason.Asked]: "disconnected as asked",
  [Reason.BadOptions]: "the options cannot work",
  [Reason.Lost]: "the connection was lost",
  [Reason.NotOpened]: "no connection in time",
  [Reason.NoConnack]: "no CONNACK in time",
  [Reason.Refused]: "the broker refused the connection",
  [Reason.Silent]: "no answer in time",
  [Reason.BadLength]: "the broker sent a bad remaining length",
  [Reason.BadType]: "the broker sent a reserved packet type",
  [Reason.BadFlags]: "the broker sent reserved flags",
  [Reason.ClientPacket]: "the broker sent a packet that only a client may send",
  [Reason.BadSize]: "the broker sent a packet of a wrong size",
  [Reason.BadId]: "the broker sent packet id 0",
  [Reason.BadConnack]: "the broker sent a bad CONNACK",
  [Reason.BadSession]: "the broker claims a session that cannot be",
  [Reason.BadSuback]: "the broker sent a bad SUBACK",
  [Reason.BadTopic]: "the broker sent a bad topic",
  [Reason.BadQos]: "the broker sent QoS 3",
  [Reason.Qos2]: "the broker sent a QoS 2 packet, which is not supported",
  [Reason.OutOfTurn]: "the broker sent something else in place of CONNACK, or a second one",
  [Reason.Malformed]: "the broker sent what MQTT forbids",
  [Reason.Overrun]: "more messages came in than could be acknowledged",
  [Reason.BadSource]: "the source of a streamed message failed",
  [Reason.TooLong]: "an inbound topic is longer than rxBytes",
};

const STATUS_WORDS: Record<Status, string> = {
  [Status.Ok]: "ok",
  [Status.NeedMore]: "not yet complete",
  [Status.Malformed]: "it sent bytes its datasheet forbids",
  [Status.Full]: "a buffer is full",
  [Status.Unexpected]: "not allowed in this state",
  [Status.Invalid]: "a value MQTT forbids",
  [Status.TooLarge]: "larger than the limits",
  [Status.Unsupported]: "not supported",
  [Status.Absent]: "nobody answered on the bus",
  [Status.OutOfRange]: "a value outside of what the sensor can measure",
};

export function linkWord(link: Link): string {
  return LINK_WORDS[link];
}

export function statusWords(status: Status): string {
  return STATUS_WORDS[status];
}

/** Why a connection ended: "the broker refused the connection: bad user name or password". */
export function closeWords(reason: Reason, code: number): string {
  const words = REASON_WORDS[reason];
  if (reason === Reason.Refused) return `${words}: ${REFUSAL_WORDS[code] ?? `code ${code}`}`;
  if (reason === Reason.BadOptions) return `${words}: ${statusWords(code)}`;
  return reason === Reason.Lost ? CAUSE_WORDS[code as Cause] : words;
}
