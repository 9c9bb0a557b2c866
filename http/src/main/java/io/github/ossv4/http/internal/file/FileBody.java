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
    /** The length is read when the upload starts. */
    private static final long UNKNOWN = -1;

    private final UploadFile file;
    private final long offset;
    private final long length;
    private final boolean toEnd;

    private FileBody(UploadFile file, long offset, long length, boolean toEnd) {
        this.file = file;
        this.offset = offset;
        this.length = length;
        this.toEnd = toEnd;
    }

    /** Returns a body of a whole file, which must not grow while it is sent. */
    public static FileBody of(UploadFile file) {
        return new FileBody(file, 0, UNKNOWN, true);
    }

    /** Returns a body of a whole file, which must have this length while it is sent. */
    public static FileBody ofWhole(UploadFile file, long length) {
        return new FileBody(file, 0, length, true);
    }

    public static FileBody of(UploadFile file, long offset, long length) {
        return new FileBody(file, offset, length, false);
    }

    @Override
    public @Nullable String contentType() {
        return ContentTypeByName.find(file.path().toString());
    }

    @Override
    public long length() throws IOException {
        return length == UNKNOWN ? file.attributes().size() : length;
    }

    @Override
    public boolean isReplayable() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink, long length) throws IOException {
        try (SeekableByteChannel channel = file.open();
                Source source = new FileSource(offset == 0 ? channel : channel.position(offset))) {
            ExactCopy.copy(source, sink, length, file.toString(), toEnd);
        }
    }

    @Override
    public String toString() {
        return toEnd ? file.toString() : length + " bytes from " + offset + " of " + file;
    }
}
