// SPDX-License-Identifier: Apache-2.0
/**
 * Sources of credentials. Open {@link io.github.ossv4.http.credentials.CredentialsSource} first: fixed ones,
 * environment variables, and a function of your own whose temporary credentials are refreshed before they expire.
 */
package io.github.ossv4.http.credentials;
