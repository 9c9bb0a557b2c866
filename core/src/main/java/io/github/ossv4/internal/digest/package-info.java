// SPDX-License-Identifier: Apache-2.0
/** SHA-256 and HMAC-SHA256 for signatures and tokens. Not exported, except to the module that explains. */
package io.github.ossv4.internal.digest;
