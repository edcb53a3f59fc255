/** The browser's two stores, or plain memory where the browser forbids them (embedded pages, private windows). */

export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

class Memory implements Shelf {
  private readonly items = new Map<string, string>();

  getItem(name: string): string | null {
    return this.items.get(name) ?? null;
  }

  setItem(name: string, value: string): void {
    this.items.set(name, value);
  }

  removeItem(name: string): void {
    this.items.delete(name);
  }
}

export function shelf(which: "localStorage" | "sessionStorage"): Shelf {
  try {
    return window[which];
  } catch (error) {
    if (error instanceof DOMException) return new Memory();
    throw error;
  }
}
