// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import org.jspecify.annotations.Nullable;

/**
 * What a callback tells an application server about.
 *
 * @param call that stored it
 * @param image null if it is none
 */
record UploadedObject(
        Call call,
        ObjectName name,
        StoredObject object,
        @Nullable ImageHeader image) {}
