/*
 * What will happen, and when: a heap with room for a fixed number of events, earliest first, and in the order in
 * which they were added where the moment is the same.
 */

export class EventQueue {
  /** Slots in heap order; behind count, the free ones. */
  private readonly heap: Int32Array;
  /** Where in the heap a slot stands. */
  private readonly places: Int32Array;
  private readonly atMs: Float64Array;
  /** The ticket of the event in a slot: its number since the beginning. */
  private readonly tickets: Float64Array;
  private readonly calls: (() => void)[] = [];
  private added = 0;
  private count = 0;

  constructor(readonly capacity: number) {
    this.heap = Int32Array.from({ length: capacity }, (_, slot) => slot);
    this.places = this.heap.slice();
    this.atMs = new Float64Array(capacity);
    this.tickets = new Float64Array(capacity);
  }

  get length(): number {
    return this.count;
  }

  /** When the earliest event happens; Infinity when none will. */
  get nextMs(): number {
    return this.count === 0 ? Infinity : (this.atMs[this.heap[0] as number] as number);
  }

  /**
   * @returns  a ticket to cancel it with
   * @throws   Error when the queue is full
   */
  add(atMs: number, call: () => void): number {
    if (this.count === this.capacity)
      throw new Error(`the world has room for ${this.capacity} events: give it more, or find who adds them`);
    const slot = this.heap[this.count] as number;
    this.added += 1;
    this.atMs[slot] = atMs;
    this.tickets[slot] = this.added;
    this.calls[slot] = call;
    this.count += 1;
    this.rise(this.count - 1);
    return this.added * this.capacity + slot;
  }

  /** Cancel an event; one that has happened or was cancelled is nobody's any more. */
  cancel(ticket: number): void {
    const slot = ticket % this.capacity;
    const place = this.places[slot] as number;
    const isWaiting = place < this.count && this.tickets[slot] === Math.floor(ticket / this.capacity);
    if (isWaiting) this.removeAt(place);
  }

  /** Take the earliest event out; there must be one. */
  take(): () => void {
    const slot = this.heap[0] as number;
    this.removeAt(0);
    return this.calls[slot] as () => void;
  }

  private removeAt(place: number): void {
    this.count -= 1;
    this.swap(place, this.count);
    if (place === this.count) return;
    this.sink(place);
    this.rise(place);
  }

  private isBefore(place: number, other: number): boolean {
    const slot = this.heap[place] as number;
    const otherSlot = this.heap[other] as number;
    const differenceMs = (this.atMs[slot] as number) - (this.atMs[otherSlot] as number);
    return (
      differenceMs < 0 ||
      (differenceMs === 0 && (this.tickets[slot] as number) < (this.tickets[otherSlot] as number))
    );
  }

  private swap(place: number, other: number): void {
    const slot = this.heap[place] as number;
    const otherSlot = this.heap[other] as number;
    this.heap[place] = otherSlot;
    this.heap[other] = slot;
    this.places[slot] = other;
    this.places[otherSlot] = place;
  }

  private rise(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = Math.floor((place - 1) / 2);
      if (!this.isBefore(place, parent)) return;
      this.swap(place, parent);
      place = parent;
    }
  }

  private sink(from: number): void {
    let place = from;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= this.count) return;
      const right = left + 1;
      const child = right < this.count && this.isBefore(right, left) ? right : left;
      if (!this.isBefore(child, place)) return;
      this.swap(child, place);
      place = child;
    }
  }
}
