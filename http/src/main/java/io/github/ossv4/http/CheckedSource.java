// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** Hands an object's bytes on, and compares their CRC64 with the one that OSS reported before it says that they end. */
final class CheckedSource extends ForwardingSource {
    private final String key;
    private final Crc64Source crc;
    private final @Nullable Long expected;
    private final Progress progress;
    private boolean checked;

    CheckedSource(String key, Source bytes, @Nullable Long expected, Progress progress) {
        this(key, new Crc64Source(bytes), expected, progress);
    }

    private CheckedSource(String key, Crc64Source crc, @Nullable Long expected, Progress progress) {
        super(crc);
        this.progress = progress;
        this.key = key;
        this.crc = crc;
        this.expected = expected;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long read = super.read(sink, byteCount);
        if (read > 0) {
            progress.advance(read);
        }
        if (read < 0 && expected != null) {
            if (crc.crc64() != expected) {
                throw ChecksumMismatchException.downloaded(key, crc.crc64(), expected);
            }
            checked = true;
        }
        return read;
    }

    boolean isChecked() {
        return checked;
    }
}
