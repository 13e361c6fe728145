/** Runs `work` every `everyMs` milliseconds, never twice at once, without keeping the process alive. */
export class Repeatedly {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> | undefined;

  constructor(work: () => Promise<void>, everyMs: number) {
    this.timer = setInterval(() => {
      this.running ??= work().finally(() => {
        this.running = undefined;
      });
    }, everyMs).unref();
  }

  /** Resolves once nothing runs any more. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }
}
