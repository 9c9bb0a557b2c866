// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.http.Body;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import okio.BufferedSink;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** A body of a regular file or of a range of it. */
public final class FileBody extends Body implements ExactBody {
    /** A range from the start of the file to its end, wherever that is when the upload starts. */
    private static final long TO_END = -1;

    private final UploadFile file;
    private final long offset;
    private final long length;

    private FileBody(UploadFile file, long offset, long length) {
        this.file = file;
        this.offset = offset;
        this.length = length;
    }

    /** Returns a body of a whole file, which must not grow while it is sent. */
    public static FileBody of(UploadFile file) {
        return new FileBody(file, 0, TO_END);
    }

    public static FileBody of(UploadFile file, long offset, long length) {
        return new FileBody(file, offset, length);
    }

    @Override
    public @Nullable String contentType() {
        return ContentTypeByName.find(file.path().toString());
    }

    @Override
    public long length() throws IOException {
        return length == TO_END ? file.attributes().size() : length;
    }

    @Override
    public boolean isReplayable() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink, long length) throws IOException {
        try (SeekableByteChannel channel = file.open();
                Source source = new FileSource(offset == 0 ? channel : channel.position(offset))) {
            ExactCopy.copy(source, sink, length, file.toString(), this.length == TO_END);
        }
    }

    @Override
    public String toString() {
        return length == TO_END ? file.toString() : length + " bytes from " + offset + " of " + file;
    }
}
