/** Where viewers are, as CloudFront's price list divides the world, and who serves them under a price class. */
export const PRICE_REGIONS = ['us_mx_ca', 'eu_il_tr', 'za_ke_ng_me', 'sa', 'jp', 'au_nz', 'apac', 'in'] as const;
export type PriceRegion = (typeof PRICE_REGIONS)[number];
export type PriceClass = 'PriceClass_100' | 'PriceClass_200' | 'PriceClass_All';

/** Shares of the traffic, 0 to 1; what is missing is 0. */
export type RegionShares = Readonly<Partial<Record<PriceRegion, number>>>;

const SERVED: Readonly<Record<PriceClass, readonly PriceRegion[]>> = {
  PriceClass_100: ['us_mx_ca', 'eu_il_tr'],
  PriceClass_200: ['us_mx_ca', 'eu_il_tr', 'za_ke_ng_me', 'jp', 'apac', 'in'],
  PriceClass_All: PRICE_REGIONS,
};

/** Where a price class serves from. */
export const servedRegions = (priceClass: PriceClass): readonly PriceRegion[] => SERVED[priceClass];

/**
 * From where the traffic is served. Viewers of a region that a price class leaves out are served from North America and Europe, here
 * half and half. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
 */
export function servedFrom(viewers: RegionShares, priceClass: PriceClass): Readonly<Record<PriceRegion, number>> {
  const served = SERVED[priceClass];
  const elsewhere = PRICE_REGIONS.filter((region) => !served.includes(region)).reduce(
    (sum, region) => sum + (viewers[region] ?? 0),
    0,
  );
  const shares = PRICE_REGIONS.map((region) => {
    const own = served.includes(region) ? (viewers[region] ?? 0) : 0;
    return [region, own + (region === 'us_mx_ca' || region === 'eu_il_tr' ? elsewhere / 2 : 0)];
  });
  return Object.fromEntries(shares) as Record<PriceRegion, number>;
}
