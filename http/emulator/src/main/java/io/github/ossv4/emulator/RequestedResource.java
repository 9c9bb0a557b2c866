// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import org.jspecify.annotations.Nullable;

/**
 * What a request is about: the service (both null), a bucket, or an object.
 *
 * @param bucket the name of a bucket, which need not exist; it is as it was written, so it may be no name at all
 * @param key the object's decoded key, never empty
 */
record RequestedResource(@Nullable String bucket, @Nullable String key) {}
