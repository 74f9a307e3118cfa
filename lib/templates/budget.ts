import { templateFailure } from "./failure";

const STEPS_MAX = 2_000_000;
const TEXT_MAX = 8 * 1024 * 1024;

/** What a template may use up. Every step and every text made counts, so no template takes for ever. */
export class Budget {
  private steps = STEPS_MAX;

  spend(steps = 1): void {
    this.steps -= steps;
    if (this.steps < 0) throw templateFailure("it takes too long. Loop over less.");
  }

  /** A text that was just made. */
  text(text: string): string {
    this.room(text.length);
    return text;
  }

  /** Asks for room for a text or list before it is made. */
  room(size: number): void {
    if (size > TEXT_MAX) throw templateFailure("it makes a text of more than 8 MB.");
    this.spend(1 + Math.floor(size / 64));
  }
}
