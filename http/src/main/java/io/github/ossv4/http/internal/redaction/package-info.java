// SPDX-License-Identifier: Apache-2.0
/**
 * Removes secrets from texts that servers, proxies and libraries return. Rules for the formats of OSS and its
 * credentials belong here; what is done with a failed call does not. Not exported: it may change at any time.
 */
package io.github.ossv4.http.internal.redaction;
