/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html */

const HIDDEN = new RegExp(
  '^(?:connection|expect|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|trailer|upgrade|' +
    'x-accel-(?:buffering|charset|limit-rate|redirect)|x-amz-cf-.*|' +
    'x-amzn-(?:auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|' +
    'x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$',
);

/** Headers that a function neither sees nor may add. */
export const isHidden = (lowerCaseName: string): boolean => HIDDEN.test(lowerCaseName);

export const READ_ONLY = {
  'viewer-request': ['cdn-loop', 'content-length', 'host', 'transfer-encoding', 'via'],
  'viewer-response': ['warning', 'via'],
} as const;

export type EventType = keyof typeof READ_ONLY;
