const below = (family: string, names: string): string[] => names.split(' ').map((name) => `${family}/${name}`);

/**
 * CF-C58, the complete list. Registry types such as `application/vnd.pypi.simple.v1+json` are not in it (CF-C59).
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
export const COMPRESSED_TYPES: ReadonlySet<string> = new Set([
  ...below(
    'application',
    'dash+xml eot font font-sfnt javascript json opentype otf pdf pkcs7-mime protobuf rss+xml truetype ttf vnd.apple.mpegurl vnd.mapbox-vector-tile vnd.ms-fontobject wasm xhtml+xml xml x-font-opentype x-font-truetype x-font-ttf x-httpd-cgi x-javascript x-mpegurl x-opentype x-otf x-perl x-ttf',
  ),
  ...below('font', 'eot opentype otf ttf'),
  'image/svg+xml',
  ...below('text', 'css csv html javascript js plain richtext tab-separated-values xml x-component x-java-source x-script'),
  'vnd.apple.mpegurl',
]);
