import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ClientMessageSchema, ServerMessageSchema, type ServerMessage } from '../generated/stream_pb';
import { Signal } from '../signal';
import { BranchOrder } from './branch_order';

export type Connection =
  | { state: 'connecting' }
  | { state: 'open' }
  | { state: 'waiting'; retryAt: number; attempt: number };

const kSubProtocol = 'kaksonen.v1';
const kFirstDelayMs = 500;
const kLongestDelayMs = 5_000;
const kPingEveryMs = 10_000;
const kSilenceMs = 30_000;

/** Follows one branch of the live stream; reconnects by itself and resumes where it stopped. */
export class Stream {
  readonly messages = new Signal<ServerMessage>();
  readonly connection = new Signal<Connection>();
  private socket: WebSocket | null = null;
  private order = new BranchOrder();
  private branch = '';
  private attempt = 0;
  private heardAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly variables: string[];
  private readonly address: string;

  constructor(address: string, variables: string[]) {
    this.address = address;
    this.variables = variables;
    setInterval(() => this.watch(), kPingEveryMs);
  }

  get caughtUp(): boolean {
    return this.order.caughtUp;
  }

  follow(branch: string): void {
    const before = this.branch;
    this.branch = branch;
    this.order = new BranchOrder();
    if (this.socket?.readyState !== WebSocket.OPEN) {
      this.connect();
      return;
    }
    if (before !== '' && before !== branch) this.send({ case: 'unsubscribe', branch: before });
    this.subscribe();
  }

  /** Tries at once instead of waiting for the next attempt. */
  connect(): void {
    clearTimeout(this.timer);
    this.socket?.close();
    this.connection.emit({ state: 'connecting' });
    const socket = new WebSocket(this.address, kSubProtocol);
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      if (socket !== this.socket) return;
      this.attempt = 0;
      this.heardAt = Date.now();
      this.connection.emit({ state: 'open' });
      this.subscribe();
    });
    socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
      if (socket === this.socket) this.receive(event.data);
    });
    socket.addEventListener('close', () => {
      if (socket === this.socket) this.retry();
    });
  }

  private subscribe(): void {
    this.send({ case: 'subscribe', branch: this.branch });
  }

  private send(body: { case: 'subscribe' | 'unsubscribe'; branch: string } | { case: 'ping' }): void {
    const message = create(ClientMessageSchema, { version: 1 });
    if (body.case === 'subscribe') {
      message.requestId = 1n;
      message.body = {
        case: 'subscribe',
        value: {
          $typeName: 'kaksonen.v1.Subscribe',
          branch: body.branch,
          variables: this.variables,
          afterSequence: this.order.last,
          epoch: this.order.epoch,
        },
      };
    } else if (body.case === 'unsubscribe') {
      message.body = { case: 'unsubscribe', value: { $typeName: 'kaksonen.v1.Unsubscribe', branch: body.branch } };
    } else {
      const sentUnixUs = BigInt(Date.now()) * 1000n;
      message.body = { case: 'ping', value: { $typeName: 'kaksonen.v1.Ping', sentUnixUs } };
    }
    this.socket?.send(toBinary(ClientMessageSchema, message));
  }

  private receive(data: ArrayBuffer): void {
    this.heardAt = Date.now();
    let message: ServerMessage;
    try {
      message = fromBinary(ServerMessageSchema, new Uint8Array(data));
    } catch {
      this.socket?.close();
      return;
    }
    if (message.branch !== '' && message.branch !== this.branch) return;
    if (message.body.case === 'subscribed') {
      this.order.begin(message.body.value);
      this.messages.emit(message);
      return;
    }
    const verdict = this.order.accept(message.sequence);
    if (verdict === 'take') this.messages.emit(message);
    if (verdict === 'gap') this.subscribe();
  }

  private watch(): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (Date.now() - this.heardAt > kSilenceMs) this.connect();
    else this.send({ case: 'ping' });
  }

  private retry(): void {
    this.attempt += 1;
    const delay = Math.min(kLongestDelayMs, kFirstDelayMs * 2 ** (this.attempt - 1)) * (0.75 + Math.random() / 2);
    this.connection.emit({ state: 'waiting', retryAt: Date.now() + delay, attempt: this.attempt });
    this.timer = setTimeout(() => this.connect(), delay);
  }
}
