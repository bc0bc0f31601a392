// Loaded into npm: `npm audit signatures` asks Sigstore's TUF repository for keys of the registry and for the trusted root, and needs
// the network for both. This answers the same, locally: no keys of any registry but npm's own (so that npm asks the registry), and the
// public-good root as it is shipped here.
const Module = require('node:module');
const root = require('../../../domain/signing/trusted-root.public-good.json');
const load = Module._load;
const noTarget = () => Promise.reject(Object.assign(new Error('no such target'), { code: 'TUF_FIND_TARGET_ERROR' }));
Module._load = function (request, ...rest) {
  if (request !== '@sigstore/tuf') return load.call(this, request, ...rest);
  const { TrustedRoot } = load.call(this, '@sigstore/protobuf-specs', ...rest);
  return {
    initTUF: () => Promise.resolve({ getTarget: noTarget }),
    getTrustedRoot: () => Promise.resolve(TrustedRoot.fromJSON(root)),
  };
};
