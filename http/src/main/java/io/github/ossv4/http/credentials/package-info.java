// SPDX-License-Identifier: Apache-2.0
/**
 * Sources of credentials. Open {@link io.github.ossv4.http.credentials.CredentialsSource} first: it has the factories for
 * Kubernetes, ECS, environment variables, the CLI, roles, the default chain of Alibaba Cloud SDKs, a command, and a function
 * of your own whose temporary credentials are refreshed before they expire.
 */
package io.github.ossv4.http.credentials;
