'use strict';

/**
 * Computes the CRC-64 of a file as OSS does (CRC-64/XZ), in two halves of 32 bits: numbers are exact up to 53 bits. Four bytes
 * are processed at a time (slicing-by-4): one step shifts the register by exactly one half.
 */
const crc64 = (() => {
  const polynomial = 0xC96C5795D7870F42n;
  const blockSize = 1 << 20;
  const slices = 4;
  // At 256 * n are the values of each byte that is followed by n zero bytes.
  const lowTable = new Int32Array(256 * slices);
  const highTable = new Int32Array(256 * slices);
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let slice = 0; slice < slices; slice++) {
      for (let bit = 0; bit < 8; bit++) {
        value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
      }
      lowTable[256 * slice + byte] = Number(BigInt.asIntN(32, value));
      highTable[256 * slice + byte] = Number(BigInt.asIntN(32, value >> 32n));
    }
  }

  /** Adds bytes to the register, which has the low half and the high half. */
  function update(register, bytes) {
    let [low, high] = register;
    const wholeWords = bytes.length & ~3;
    let i = 0;
    for (; i < wholeWords; i += 4) {
      const word = low ^ (bytes[i] | bytes[i + 1] << 8 | bytes[i + 2] << 16 | bytes[i + 3] << 24);
      const first = 768 + (word & 0xff);
      const second = 512 + (word >>> 8 & 0xff);
      const third = 256 + (word >>> 16 & 0xff);
      const fourth = word >>> 24;
      low = high ^ lowTable[first] ^ lowTable[second] ^ lowTable[third] ^ lowTable[fourth];
      high = highTable[first] ^ highTable[second] ^ highTable[third] ^ highTable[fourth];
    }
    for (; i < bytes.length; i++) {
      const index = (low ^ bytes[i]) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ lowTable[index];
      high = (high >>> 8) ^ highTable[index];
    }
    register[0] = low;
    register[1] = high;
  }

  return async (file, signal) => {
    const register = new Int32Array([-1, -1]);
    for (let position = 0; position < file.size; position += blockSize) {
      signal.throwIfAborted();
      update(register, new Uint8Array(await file.slice(position, position + blockSize).arrayBuffer()));
    }
    const [low, high] = register;
    return ((BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0)).toString();
  };
})();
