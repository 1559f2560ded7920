/** The mark of the product: a stipe and its holdfast on rock. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" role="img" aria-label="Holdfast">
      <path
        d="M16 3.500v14M16 15c0 5.500-3.200 8.300-6.500 9.500M16 15c0 5.500 3.200 8.300 6.500 9.500M16 16v9M16 12.500c-1.200 4.500-5.500 6-10 6.200M16 12.500c1.200 4.500 5.500 6 10 6.200"
        stroke="currentColor"
        strokeWidth="2.300"
        strokeLinecap="round"
      />
      <path d="M4.500 28.500h23" stroke="var(--accent)" strokeWidth="2.600" strokeLinecap="round" />
    </svg>
  );
}
