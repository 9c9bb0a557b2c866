// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletionStage;

/** Makes a part of the bytes of an object, or of some of them. */
record UploadPartCopy(
        ReceivedRequest request,
        ObjectReference from,
        PartReference to,
        ObjectStore store,
        MultipartUploads uploads,
        long maxSize)
        implements Operation {
    /** The header that says which bytes. */
    static final String RANGE = CopySource.HEADER + "-range";

    private static final int BUFFER_BYTES = 1 << 20;

    @Override
    public CompletionStage<Answer> complete() {
        return uploads.run(this::copy);
    }

    private Answer copy() throws IOException {
        StoredObject source;
        do {
            source = CopySource.find(from, store);
        } while (!source.body().file().retain());
        try {
            return copy(source);
        } finally {
            source.body().file().release();
        }
    }

    private Answer copy(StoredObject source) throws IOException {
        if (new Conditions(request, CopySource.HEADER + "-").isNotModified(source)) {
            return source.notModified();
        }
        if (source.body().appendable()) {
            throw Refusal.notImplemented("what OSS answers to a copy of an appendable object, which it refuses");
        }
        long size = source.body().size();
        // As for GetObject: a range that makes no sense, or reaches beyond the object, stands for all of it.
        ByteRange range = ByteRange.of(request.header(RANGE), size, false);
        long first = range == null ? 0 : range.first();
        long length = range == null ? size : range.length();
        if (length > maxSize) {
            throw Refusal.copySourceTooLarge(maxSize);
        }
        return answer(source, copy(source.body(), first, length));
    }

    private Part copy(ObjectBody source, long first, long length) throws IOException {
        Upload upload = store.upload();
        boolean stored = false;
        try (FileChannel file = FileChannel.open(source.file().path(), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER_BYTES));
            while (upload.size() < length) {
                buffer.clear().limit((int) Math.min(length - upload.size(), buffer.capacity()));
                file.read(buffer, first + upload.size());
                upload.write(buffer.flip());
            }
            Part part = uploads.put(to.upload(), to.number(), upload.finish());
            stored = true;
            return part;
        } finally {
            if (!stored) {
                upload.abort();
            }
        }
    }

    private Answer answer(StoredObject source, Part part) {
        XmlDocument document = new XmlDocument("CopyPartResult")
                .element("LastModified", part.lastModified())
                .element("ETag", part.etag());
        Answer answer = Answer.of(200).body("application/xml", document.toBytes());
        String sourceVersionId = source.versionId();
        if (sourceVersionId != null) {
            answer.header("x-oss-copy-source-version-id", sourceVersionId);
        }
        return to.upload().attributes().settings().describe(answer);
    }
}
