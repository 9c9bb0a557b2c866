// SPDX-License-Identifier: Apache-2.0
'use strict';

// Stores and reads an object over https. NODE_EXTRA_CA_CERTS names the certificate to trust.

const assert = require('node:assert/strict');
const OSS = require('ali-oss');

const oss = new OSS({
  region: 'oss-cn-hangzhou',
  endpoint: process.env.EMULATOR_HTTPS,
  secure: true,
  accessKeyId: process.env.EMULATOR_ID,
  accessKeySecret: process.env.EMULATOR_SECRET,
  bucket: 'examplebucket',
  authorizationV4: true,
});

async function run() {
  await oss.put('a b', Buffer.from('hello'));
  assert.equal((await oss.get('a b')).content.toString(), 'hello');
  console.log('passed');
}

run().catch((error) => {
  console.log(`failed ${error.message}`);
});
