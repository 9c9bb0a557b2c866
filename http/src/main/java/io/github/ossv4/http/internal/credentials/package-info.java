// SPDX-License-Identifier: Apache-2.0
/**
 * Credentials that are refreshed, and credentials of environment variables. How they are fetched from services of
 * Alibaba Cloud does not belong here. Not exported to applications: it may change at any time.
 */
package io.github.ossv4.http.internal.credentials;
