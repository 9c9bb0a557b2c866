// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import io.github.ossv4.emulator.internal.body.ObjectFile;
import io.github.ossv4.emulator.internal.body.SmallContent;
import io.github.ossv4.emulator.internal.object.ResolvedObject;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * An object that is being read. Its bytes stay available even if the object is overwritten or deleted.
 *
 * @param file may contain more bytes than the object; null for a small body
 */
public record OpenObject(ResolvedObject object, @Nullable FileChannel file) implements Closeable {
    /**
     * Opens an object.
     *
     * @throws java.nio.file.NoSuchFileException if it was deleted
     * @throws IOException if another program changed its bytes
     */
    static OpenObject open(ResolvedObject object) throws IOException {
        return new OpenObject(
                object, object.target().body().checkedContent() instanceof ObjectFile file ? file.open() : null);
    }

    /** Sets a range of the bytes as the body of a response, which then closes this object. */
    public ServerResponse addTo(ServerResponse response, long first, long length) {
        if (file != null) {
            return response.file(file, first, length);
        }
        byte[] bytes = ((SmallContent) object.target().body().content()).bytes();
        return response.piece(ByteBuffer.wrap(bytes, (int) first, (int) length));
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
