// SPDX-License-Identifier: Apache-2.0
'use strict';

// Resolves all names in the emulator's domain to this machine, and no others, so that no request reaches another server.

const dns = require('node:dns');
const net = require('node:net');

const { EMULATOR_DOMAIN } = process.env;
const { lookup } = dns;
dns.lookup = (name, ...rest) => {
  if (name.endsWith(EMULATOR_DOMAIN)) {
    return lookup('127.0.0.1', ...rest);
  }
  if (net.isIP(name) || name === 'localhost') {
    return lookup(name, ...rest);
  }
  const callback = rest.pop();
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND', hostname: name });
  return process.nextTick(callback, error);
};
