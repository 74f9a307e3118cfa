import "server-only";

/**
 * A Response whose body is here whole. A web stream costs more than all else of a small answer, so one is made only
 * for whoever asks for it.
 */
export class WholeResponse extends Response {
  #stream: Response | null = null;
  #isRead = false;

  constructor(
    readonly whole: string | Uint8Array<ArrayBuffer>,
    init: ResponseInit,
  ) {
    super(null, init);
  }

  override get body() {
    return this.#streamed().body;
  }

  override get bodyUsed(): boolean {
    return this.#isRead || (this.#stream?.bodyUsed ?? false);
  }

  override async text(): Promise<string> {
    if (this.#stream) return this.#stream.text();
    if (this.#isRead) throw new TypeError("The body has been read already.");
    this.#isRead = true;
    return typeof this.whole === "string" ? this.whole : new TextDecoder().decode(this.whole);
  }

  override async json() {
    return JSON.parse(await this.text());
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.#streamed().arrayBuffer();
  }

  override bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#streamed().bytes();
  }

  override blob(): Promise<Blob> {
    return this.#streamed().blob();
  }

  override formData(): Promise<FormData> {
    return this.#streamed().formData();
  }

  override clone(): WholeResponse {
    if (this.bodyUsed) throw new TypeError("The body has been read already.");
    return new WholeResponse(this.whole, this);
  }

  #streamed(): Response {
    if (!this.#stream) {
      this.#stream = new Response(this.whole, this);
      // As of any body that was read: whoever asks for it again is refused.
      if (this.#isRead) void this.#stream.body?.cancel();
    }
    return this.#stream;
  }
}
