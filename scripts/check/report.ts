// How a check ends: one line per finding on stderr, a last line with what was looked at, exit code 1 when anything was
// found. Every check ends here, so that all of them fail the same way.

/** `place` is a path, or path:line. */
export interface Finding {
  readonly place: string;
  readonly problem: string;
}

export function report(findings: readonly Finding[], looked: string): void {
  for (const { place, problem } of findings) console.error(`${place}  ${problem}`);
  if (findings.length > 0) {
    console.error(`${findings.length} found`);
    process.exitCode = 1;
  } else {
    console.log(looked);
  }
}
