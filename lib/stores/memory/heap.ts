/** A binary min-heap: the least value in O(1), push and pop in O(log n). */
export interface Heap<T> {
  peek(): T | undefined;
  push(value: T): void;
  pop(): T | undefined;
}

export function minHeap<T>(rank: (value: T) => number): Heap<T> {
  const values: T[] = [];
  const at = (index: number): T => values[index] as T;
  const less = (a: number, b: number): boolean => rank(at(a)) < rank(at(b));

  function swap(a: number, b: number): void {
    const value = at(a);
    values[a] = at(b);
    values[b] = value;
  }

  function rise(from: number): void {
    let child = from;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!less(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  }

  function sink(): void {
    let parent = 0;
    for (;;) {
      const left = parent * 2 + 1;
      if (left >= values.length) return;
      const right = left + 1;
      const child = right < values.length && less(right, left) ? right : left;
      if (!less(child, parent)) return;
      swap(child, parent);
      parent = child;
    }
  }

  return {
    peek: () => values[0],
    push: (value) => {
      values.push(value);
      rise(values.length - 1);
    },
    pop: () => {
      const least = values[0];
      const last = values.pop();
      if (values.length > 0) {
        values[0] = last as T;
        sink();
      }
      return least;
    },
  };
}
