import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { AaaaRecord, ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { RegistryConfig } from '../config';

export type DomainConfig = NonNullable<RegistryConfig['domain']>;

/**
 * The registry's own name: its certificate and, when Route 53 serves the zone, its records. A zone is never created here: it
 * outlives the registry, and name servers would have to be entered by hand first.
 *
 * ### Cost
 * Nothing: ACM's public certificates and alias records are free; the zone ($0.50 a month) is there already.
 */
export class HostName extends Construct {
  public readonly name: string;
  public readonly certificate: ICertificate;
  private readonly zone?: IHostedZone;

  constructor(scope: Construct, id: string, domain: DomainConfig) {
    super(scope, id);
    this.name = domain.name;
    if ('certificateArn' in domain) {
      this.certificate = Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn);
      return;
    }
    this.zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZoneId,
      zoneName: domain.zoneName,
    });
    this.certificate = new Certificate(this, 'Certificate', {
      domainName: domain.name,
      validation: CertificateValidation.fromDns(this.zone),
    });
  }

  /** Sends readers of the name to the distribution, where Route 53 serves the zone. */
  pointTo(distribution: IDistribution, ipv6: boolean): void {
    if (!this.zone) return;
    const record = {
      zone: this.zone,
      recordName: `${this.name}.`,
      target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)),
    };
    new ARecord(this, 'Ipv4', record);
    if (ipv6) new AaaaRecord(this, 'Ipv6', record);
  }
}
