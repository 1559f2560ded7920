/** What a program did to its files, in the order in which the kernel was told: the alphabet of a recorded run. */
export type DiskStep =
  | { readonly op: 'make'; readonly path: string; readonly what: 'file' | 'folder' }
  | { readonly op: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly op: 'truncate'; readonly path: string; readonly size: number }
  /** fsync of a file or of a folder. */
  | { readonly op: 'sync'; readonly path: string }
  | { readonly op: 'rename'; readonly from: string; readonly to: string }
  | { readonly op: 'remove'; readonly path: string }
  /** A line that left the program: from here on somebody may hold it to that. */
  | { readonly op: 'said'; readonly line: string };
