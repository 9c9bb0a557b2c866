// SPDX-License-Identifier: Apache-2.0
/**
 * Credentials of Alibaba Cloud from Kubernetes, ECS, STS, the CLI, a URL, a command, and the default chain of its SDKs.
 * Open {@link io.github.ossv4.credentials.CloudCredentials} first: it has the factories.
 */
package io.github.ossv4.credentials;
