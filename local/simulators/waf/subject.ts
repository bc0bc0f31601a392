import type { EdgeRequest } from '../../http';
import type { Locate } from '../../ports';
import type { Address } from './addresses';

/** A request under evaluation. What several rules ask of it is worked out once. */
export class Subject {
  /** Full names of the labels that earlier rules have added. */
  readonly labels: string[] = [];
  /** Labels of the rule under evaluation: only later rules see them. */
  private pending: string[] | undefined;
  private joined: Map<string, string[]> | undefined;
  private at: Address | undefined;
  private place: ReturnType<Locate> | undefined;

  constructor(
    readonly request: EdgeRequest,
    private readonly read: (text: string) => Address,
    private readonly locate: Locate,
  ) {}

  get address(): Address {
    return (this.at ??= this.read(this.request.clientIp));
  }

  /** ISO 3166 code, or undefined when nobody knows. */
  get country(): string | undefined {
    return (this.place ??= this.locate(this.request.clientIp)).country;
  }

  /** As far as a statement has asked for it: nobody else needs to look it up. */
  get countryIfAsked(): string | undefined {
    return this.place?.country;
  }

  /** Number of the client's network; 0 when nobody knows, as AWS WAF says it. */
  get asn(): number {
    return Number((this.place ??= this.locate(this.request.clientIp)).asn ?? 0);
  }

  /** Values of one header, as often as it came. */
  header(lowerCaseName: string): readonly string[] {
    return (this.joined ??= byName(this.request)).get(lowerCaseName) ?? NONE;
  }

  /** Adds labels once the rule under evaluation is done. */
  label(...names: readonly string[]): void {
    (this.pending ??= []).push(...names);
  }

  endOfRule(): void {
    if (!this.pending) return;
    for (const name of this.pending) if (!this.labels.includes(name)) this.labels.push(name);
    this.pending = undefined;
  }
}

const NONE: readonly string[] = [];

function byName({ headers }: EdgeRequest): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const values = found.get(key);
    if (values) values.push(value);
    else found.set(key, [value]);
  }
  return found;
}
