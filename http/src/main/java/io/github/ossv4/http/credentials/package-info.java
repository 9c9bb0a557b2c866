// SPDX-License-Identifier: Apache-2.0
/**
 * Sources of credentials. Open {@link io.github.ossv4.http.credentials.CredentialsSource} first: it has the factories for
 * fixed credentials, environment variables, the RAM role of an ECS instance, a command, and a function of your own whose
 * temporary credentials are refreshed before they expire.
 */
package io.github.ossv4.http.credentials;
