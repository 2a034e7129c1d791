/** How often each operation of a mock was called. */
export function countRequests({
  requests,
}: {
  readonly requests: readonly { readonly operation: string }[];
}): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}
