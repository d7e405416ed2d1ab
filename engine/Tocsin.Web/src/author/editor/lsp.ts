import { base } from '../../api';

/** A place in a text as the protocol says it. */
export interface Position { line: number; character: number }
export interface Range { start: Position; end: Position }
export interface Edit { range: Range; newText: string }
export interface Mistake { range: Range; severity: number; code?: string; message: string }
export interface Suggestion { label: string; kind: number; detail?: string; documentation?: { value: string }; sortText: string; insertTextFormat: number; textEdit: Edit }

/** How long to wait before asking again for a server that is away: doubled each time. */
const pauses = [500, 8000] as const;

type Answer = { resolve: (result: unknown) => void; reject: (problem: Error) => void };

/**
 * One text and the server's language services on it. The connection ends after a while by the server's rules, and comes back by itself; what is asked meanwhile
 * has no answer, which costs help but never text.
 */
export class LanguageServer {
  private socket: WebSocket | null = null;
  private isReady = false;
  private isClosed = false;
  private number = 0;
  private version = 0;
  private pause: number = pauses[0];
  private timer = 0;
  private readonly waiting = new Map<number, Answer>();

  constructor(readonly uri: string, readonly language: string, private readonly text: () => string, private readonly found: (mistakes: Mistake[]) => void, private readonly live: (isLive: boolean) => void) {
    this.connect();
  }

  /** Says what the text is now. */
  change(): void {
    if (this.isReady) this.send({ method: 'textDocument/didChange', params: { textDocument: { uri: this.uri, version: ++this.version }, contentChanges: [{ text: this.text() }] } });
  }

  /** Asks something about the text; nothing comes back while the server is away. */
  async ask<T>(method: string, parameters: Record<string, unknown> = {}): Promise<T | null> {
    return this.isReady ? this.request<T>(`textDocument/${method}`, { textDocument: { uri: this.uri }, ...parameters }) : null;
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private connect(): void {
    const socket = this.socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${base}/lsp`);
    socket.onopen = () => void this.begin();
    socket.onmessage = (event) => this.hear(JSON.parse(event.data as string));
    socket.onclose = () => {
      this.isReady = false;
      this.live(false);
      this.waiting.forEach((answer) => answer.reject(new Error('the server has gone')));
      this.waiting.clear();
      if (this.isClosed) return;
      this.timer = window.setTimeout(() => this.connect(), this.pause);
      this.pause = Math.min(this.pause * 2, pauses[1]);
    };
  }

  private async begin(): Promise<void> {
    try {
      await this.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    } catch {
      return; // It has closed, and comes again.
    }
    this.send({ method: 'initialized', params: {} });
    this.send({ method: 'textDocument/didOpen', params: { textDocument: { uri: this.uri, languageId: this.language, version: ++this.version, text: this.text() } } });
    this.isReady = true;
    this.pause = pauses[0];
    this.live(true);
  }

  private request<T>(method: string, parameters: unknown): Promise<T> {
    const id = ++this.number;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.send({ id, method, params: parameters });
    });
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  private hear(message: { id?: number; method?: string; result?: unknown; error?: { message: string }; params?: { diagnostics: Mistake[]; version?: number } }): void {
    if (message.method === 'textDocument/publishDiagnostics') {
      // Of an older text nobody wants to know: its places are others.
      if (message.params!.version === undefined || message.params!.version === this.version) this.found(message.params!.diagnostics);
      return;
    }
    const answer = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (!answer) return;
    this.waiting.delete(message.id!);
    if (message.error) answer.reject(new Error(message.error.message));
    else answer.resolve(message.result ?? null);
  }
}
