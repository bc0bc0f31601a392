import type { EdgeRequest } from '../../http';
import type { Locate } from '../../ports';
import type { Address } from './addresses';

/** A request under evaluation. What several rules ask of it is worked out once. */
export class Subject {
  /** Full names of the labels that earlier rules have added. */
  readonly labels: string[] = [];
  /** Labels of the rule under evaluation: only later rules see them. */
  private pending: readonly string[] = NONE;
  private lastName: string | undefined;
  private lastValues: readonly string[] = NONE;
  private at: Address | undefined;
  private place: ReturnType<Locate> | undefined;

  constructor(
    readonly request: EdgeRequest,
    private readonly read: (text: string) => Address,
    private readonly locate: Locate,
  ) {}

  get address(): Address {
    this.at ??= this.read(this.request.clientIp);
    return this.at;
  }

  /** ISO 3166 code, or undefined when nobody knows. */
  get country(): string | undefined {
    return this.located().country;
  }

  /** As far as a statement has asked for it: nobody else needs to look it up. */
  get countryIfAsked(): string | undefined {
    return this.place?.country;
  }

  /** Number of the client's network; 0 when nobody knows, as AWS WAF says it. */
  get asn(): number {
    return Number(this.located().asn ?? 0);
  }

  /** Values of one header, as often as it came. Rules ask for the same one in turn, so the last answer is kept. */
  header(lowerCaseName: string): readonly string[] {
    if (lowerCaseName === this.lastName) return this.lastValues;
    let values: string[] | undefined;
    for (const [name, value] of this.request.headers) {
      if (name.length !== lowerCaseName.length || name.toLowerCase() !== lowerCaseName) continue;
      if (values) values.push(value);
      else values = [value];
    }
    this.lastName = lowerCaseName;
    this.lastValues = values ?? NONE;
    return this.lastValues;
  }

  /** Adds labels once the rule under evaluation is done. */
  label(...names: readonly string[]): void {
    this.pending = [...this.pending, ...names];
  }

  endOfRule(): void {
    if (this.pending.length === 0) return;
    for (const name of this.pending) if (!this.labels.includes(name)) this.labels.push(name);
    this.pending = NONE;
  }

  private located(): ReturnType<Locate> {
    this.place ??= this.locate(this.request.clientIp);
    return this.place;
  }
}

const NONE: readonly string[] = [];
