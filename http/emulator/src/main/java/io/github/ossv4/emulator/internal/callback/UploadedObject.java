// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * The object of a callback.
 *
 * @param operation OSS's name of the operation that stored it
 * @param image null if the object is not an image
 */
public record UploadedObject(
        String operation,
        ObjectName name,
        StoredObject object,
        @Nullable ImageHeader image) {}
