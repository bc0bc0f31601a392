import { clientEnvironment, cloudEnvironment } from '../../../local/cloud/environment';

/** What a developer's shell may hold. */
const SHELL = {
  PATH: '/usr/bin',
  HOME: '/home/somebody',
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'AKIAREAL',
  AWS_SECRET_ACCESS_KEY: 'real',
  AWS_SESSION_TOKEN: 'real',
  AWS_ENDPOINT_URL: 'https://example.com',
  AWS_ENDPOINT_URL_S3: 'https://example.com',
  CDK_DEFAULT_ACCOUNT: '111122223333',
  NODE_OPTIONS: '--inspect',
  NODE_PATH: '/elsewhere',
  PYTHONPATH: '/elsewhere',
  PERSIST_STATE: '0',
};
const cloud = { port: 4566, temporary: '/t', nodeModules: '/p/node_modules' };

describe('the local cloud', () => {
  test('listens on loopback only, with the listeners of other services off', () => {
    expect(cloudEnvironment(cloud, SHELL)).toMatchObject({
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: '4566',
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
    });
  });

  test('gives its functions no endpoint, no credentials and no settings of the caller', () => {
    const names = Object.keys(cloudEnvironment(cloud, SHELL));
    expect(names.filter((name) => name.startsWith('AWS_'))).toEqual([
      'AWS_CONFIG_FILE',
      'AWS_SHARED_CREDENTIALS_FILE',
      'AWS_EC2_METADATA_DISABLED',
    ]);
    expect(names).not.toContain('NODE_OPTIONS');
    expect(names).not.toContain('PYTHONPATH');
    expect(cloudEnvironment(cloud, SHELL).NODE_PATH).toBe('/p/node_modules');
  });

  test('keeps state only where it is told to', () => {
    expect(cloudEnvironment(cloud, SHELL)).not.toHaveProperty('PERSIST_STATE');
    expect(cloudEnvironment({ ...cloud, state: '/s' }, SHELL)).toMatchObject({
      PERSIST_STATE: '1',
      STATE_DIR: '/s/services',
      S3_PERSIST: '1',
      S3_DATA_DIR: '/s/objects',
    });
  });

  test('enforces IAM, signatures and TLS together', () => {
    const strict = { AUTH: 'true', USE_SSL: '1', SSL_CERT_FILE: '/c.pem' };
    expect(cloudEnvironment({ ...cloud, certificate: '/c.pem' }, SHELL)).toMatchObject(strict);
    expect(Object.keys(cloudEnvironment(cloud, SHELL))).not.toEqual(expect.arrayContaining(['AUTH']));
  });
});

describe('a client', () => {
  test('talks to the local cloud with its keys, whatever the shell holds', () => {
    const env = clientEnvironment({ endpoint: 'http://127.0.0.1:4566', cdkHome: '/c' }, SHELL);
    expect(env).toMatchObject({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      CDK_HOME: '/c',
    });
    for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_S3', 'CDK_DEFAULT_ACCOUNT']) {
      expect(Object.keys(env)).not.toContain(name);
    }
  });

  test('without an endpoint has no credentials at all', () => {
    const env = clientEnvironment({ cdkHome: '/c' }, SHELL);
    expect(Object.keys(env).filter((name) => /KEY|TOKEN|ENDPOINT/.test(name))).toEqual([]);
  });
});
