/** Files that synthesis writes into the cloud assembly, beside the CDK's own. */
export const ESTIMATE_FILE = 'estimate.json';
/** The estimate of the last synthesis that cost something else. */
export const PREVIOUS_ESTIMATE_FILE = 'estimate.previous.json';
