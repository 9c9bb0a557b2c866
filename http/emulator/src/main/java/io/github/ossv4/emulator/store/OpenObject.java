// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.store;

import java.nio.channels.FileChannel;

/**
 * An object that is being read. The open file keeps its bytes even if the object is overwritten or deleted.
 *
 * @param file which the caller must close; it may contain more bytes than the object
 */
public record OpenObject(StoredObject object, FileChannel file) {}
