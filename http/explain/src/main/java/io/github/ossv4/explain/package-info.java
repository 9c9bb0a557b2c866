// SPDX-License-Identifier: Apache-2.0
/** Human-readable explanations of what OSS refuses. {@link ErrorExplanation} is the class to start with. */
package io.github.ossv4.explain;
