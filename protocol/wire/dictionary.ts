/** Lists of words by number, in order of first use. */
export class Dictionary {
  readonly list: string[][] = [];
  private readonly index = new Map<string, number>();

  of(words: readonly string[]): number {
    const key = JSON.stringify(words);
    let at = this.index.get(key);
    if (at === undefined) {
      at = this.list.length;
      this.list.push([...words]);
      this.index.set(key, at);
    }
    return at;
  }
}
