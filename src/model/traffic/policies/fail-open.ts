/**
 * What is answered when health leaves nobody to answer with. Vendors differ:
 * - `all`: everybody is taken as healthy and the policy decides (Amazon Route 53 developer guide, "How Amazon Route 53 chooses records
 *   when health checking is configured"; Azure Traffic Manager, "Traffic Manager endpoint monitoring");
 * - `evenly`: all regions alike (Azure Front Door, "Health probes": round robin over all origins);
 * - `nearest`: the region nearest to the client (AWS Global Accelerator, "How failover works for unhealthy endpoints");
 * - `fallback`: one that is kept for this (Cloudflare Load Balancing, "fallback pool"), healthy or not;
 * - `nothing`: an empty answer.
 */
export type FailOpen =
  | { readonly kind: 'all' }
  | { readonly kind: 'evenly' }
  | {
      readonly kind: 'nearest';
      /** From each population to each region, microseconds. */
      readonly roundTrips: Readonly<Record<string, readonly number[]>>;
    }
  | { readonly kind: 'fallback'; readonly region: number }
  | { readonly kind: 'nothing' };
