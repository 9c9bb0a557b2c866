// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * The resource of a request: the service (both null), a bucket, or an object.
 *
 * @param bucket the name as written, which need not be valid or exist
 * @param key the decoded key of the object, never empty
 */
public record RequestedResource(
        @Nullable String bucket, @Nullable String key) {}
