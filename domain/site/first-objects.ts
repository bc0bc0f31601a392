/**
 * What readers find where others publish later: the intake its lists of packages, the account of each month its report and statistics, the
 * daily count what fair use has found.
 */
import { FAIR_USE_DOCUMENT_PATH } from '../contracts/usage';
import type { PublicObject } from '../packages/ecosystem';
import { ECOSYSTEM_NAMES } from '../packages/names';
import { fairUseObject } from '../usage/fair-use/public';
import { FAIR_USE_DEFAULTS } from '../usage/fair-use/settings';
import { NO_PROPOSALS } from '../usage/fair-use/state';
import { latestTotalsObject, statsPageObject } from '../usage/stats/objects';
import { CHANGING, statsObject } from '../usage/stats/package-stats';
import { html } from './html';
import type { PublicLimits } from './limits';
import { listObject, listPages } from './package-list';
import { HTML_TYPE, renderPage } from './page';
import { keyOfPath, packagesPath, STATS_LATEST_PATH, STATS_PATH, TRANSPARENCY_PATH } from './paths';

/** Keys of all of them, whatever is enabled. */
export const FIRST_KEYS: readonly string[] = [
  STATS_PATH,
  STATS_LATEST_PATH,
  TRANSPARENCY_PATH,
  FAIR_USE_DOCUMENT_PATH,
  ...ECOSYSTEM_NAMES.map(packagesPath),
].map(keyOfPath);

/** Written where nothing is, and never again: no link leads nowhere, and nothing that was published is overwritten. */
export const firstObjects = (
  { registry, ecosystems, fairUse = FAIR_USE_DEFAULTS }: Pick<PublicLimits, 'registry' | 'ecosystems' | 'fairUse'>,
  now: Date,
): PublicObject[] => [
  ...ecosystems.map((ecosystem) => listObject(registry, ecosystem, listPages([]))),
  statsPageObject(registry, undefined),
  latestTotalsObject([]),
  statsObject(TRANSPARENCY_PATH, noReportPage(registry), CHANGING, HTML_TYPE),
  fairUseObject(NO_PROPOSALS, fairUse, now),
];

const noReportPage = (registry: string): string =>
  renderPage({
    registry,
    title: 'Transparency',
    main: html`<p class="status">The report of a month is published on the 3rd of the next one. There is none yet.</p>
<p>It says what was served, what that cost, who drew it in groups of at least ten addresses, and what would save the most.</p>`,
  });
