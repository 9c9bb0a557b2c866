// SPDX-License-Identifier: Apache-2.0
/** HMAC-SHA256 for signatures and tokens. Not exported. */
package io.github.ossv4.digest;
