/**
 * Documents that all projects of an ecosystem share.
 *
 * Most are a function of the set of projects alone, whatever order these came in. A document that may only grow is not: its lines are
 * in the order in which releases happened to reach it, which no release record tells. So the growing text itself is on record, and
 * the public document is a copy of it that can be lost: docs/adr/0005-growing-documents-on-record.md.
 */
import { createHash } from 'node:crypto';
import { KEYS_KEY, listingSourceKey } from '../../../domain/contracts/keys';
import type { ProjectSummary } from '../../../domain/contracts/release';
import type { ConstantsContext, Ecosystem, PublicObject } from '../../../domain/packages/ecosystem';
import { allVariants } from '../../../domain/packages/variants';
import type { DatedKey, KeysDocument } from '../../../domain/records/signing-keys';
import { getJson } from '../../shared/json';
import { publicWrite } from '../../shared/public-write';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { contextOf, type Intake, type ProjectOf } from './intake';

/** Asked after a document was read, so that whatever is in the document is not newer. */
type SummaryNow = () => Promise<ProjectSummary>;

export async function listProject(intake: Intake, of: ProjectOf, summaryNow: SummaryNow): Promise<void> {
  const { listingKeys, growingKeys } = of.ecosystem;
  for (const key of listingKeys) {
    if (growingKeys?.includes(key)) await growDocument(intake, of, key, summaryNow);
    else await changeDocument(intake, of, key, summaryNow);
  }
}

async function changeDocument(intake: Intake, { ecosystem }: ProjectOf, key: string, summaryNow: SummaryNow): Promise<void> {
  const { packages } = intake;
  const context = contextOf(intake, { ecosystem: ecosystem.name });
  await untilUndisturbed(key, async () => {
    const stored = await packages.get(key);
    const listing = ecosystem.renderListing(key, stored?.body, await summaryNow(), context);
    if (!listing) return 'listed';
    return (await packages.put(key, { ...publicWrite(listing), when: ifStill(stored) })) === 'stored' ? 'stored' : undefined;
  });
}

/**
 * The text on record grows first, then it is copied. The public document is looked at before the text is read: whoever copies has read
 * a text at least as long as the copy that it replaces, so the copy never shrinks, whoever else copies.
 */
async function growDocument(intake: Intake, of: ProjectOf, key: string, summaryNow: SummaryNow): Promise<void> {
  const { packages } = intake;
  await untilUndisturbed(key, async () => {
    const copy = await packages.head(key);
    const text = await growText(intake, of, key, summaryNow);
    if (copy?.etag === `"${createHash('md5').update(text.body).digest('hex')}"`) return 'copied';
    return (await packages.put(key, { ...publicWrite(text), when: ifStill(copy) })) === 'stored' ? 'stored' : undefined;
  });
}

/** Of text and copy either may be lost: the other one stands in for it. */
async function growText(intake: Intake, { ecosystem }: ProjectOf, key: string, summaryNow: SummaryNow): Promise<PublicObject> {
  const { records, packages } = intake;
  const context = contextOf(intake, { ecosystem: ecosystem.name });
  const source = listingSourceKey(key);
  return untilUndisturbed(source, async () => {
    const stored = await records.get(source);
    const text = stored ?? (await packages.get(key));
    const listing = ecosystem.renderListing(key, text?.body, await summaryNow(), context)!;
    if (stored?.body.equals(listing.body)) return listing;
    const { body, contentType } = listing;
    return (await records.put(source, { body, contentType, when: ifStill(stored) })) === 'stored' ? listing : undefined;
  });
}

/** @param keys all that the registry has had. @default - those that are published */
export async function writeConstants(intake: Intake, ecosystem: Ecosystem, keys?: readonly DatedKey[]): Promise<void> {
  if (!ecosystem.constants) return;
  const { keyId } = intake.signer;
  const signingKey = { keyId, publicKey: await intake.signer.publicKey() };
  const known = keys ?? (await getJson<KeysDocument>(intake.packages, KEYS_KEY))?.value.keys ?? [];
  const otherKeys = known
    .filter((key) => key.keyId !== keyId)
    .map(({ publicKey, expires }) => ({ publicKey: Buffer.from(publicKey, 'base64'), expires }));
  const context: ConstantsContext = { ...contextOf(intake, { ecosystem: ecosystem.name }), signingKey, otherKeys };
  for (const object of allVariants((each: ConstantsContext) => ecosystem.constants?.(each) ?? [], context))
    await intake.packages.put(object.key, publicWrite(object));
}
