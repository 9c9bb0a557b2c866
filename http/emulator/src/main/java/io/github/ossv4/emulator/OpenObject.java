// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.nio.channels.FileChannel;

/**
 * An object that is being read. The open file keeps its bytes even when the object is overwritten or deleted meanwhile.
 *
 * @param file to be closed by whoever has it; it may hold more than the object does
 */
record OpenObject(StoredObject object, FileChannel file) {}
