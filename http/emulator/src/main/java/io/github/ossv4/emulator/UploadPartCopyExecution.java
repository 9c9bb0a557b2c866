// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletionStage;

/** Makes a part of the bytes of an object, or of some of them. */
record UploadPartCopyExecution(
        ReceivedRequest request,
        ObjectReference from,
        PartReference to,
        ObjectStore store,
        PendingUploads uploads,
        long maxSize)
        implements Execution {
    /** The header that says which bytes. */
    static final String RANGE = CopySourceHeader.HEADER + "-range";

    private static final int BUFFER_BYTES = 1 << 20;

    @Override
    public CompletionStage<OssResponse> complete() {
        return uploads.run(this::copy);
    }

    private OssResponse copy() throws IOException {
        StoredObject source;
        do {
            source = CopySourceHeader.find(from, store);
        } while (!source.body().file().retain());
        try {
            return copy(source);
        } finally {
            source.body().file().release();
        }
    }

    private OssResponse copy(StoredObject source) throws IOException {
        if (new RequestConditions(request, CopySourceHeader.HEADER + "-").isNotModified(source)) {
            return source.notModified();
        }
        if (source.body().appendable()) {
            throw OssException.notImplemented("what OSS answers to a copy of an appendable object, which it refuses");
        }
        long size = source.body().size();
        // As for GetObject: a range that makes no sense, or reaches beyond the object, stands for all of it.
        ByteRange range = ByteRange.of(request.header(RANGE), size, false);
        long first = range == null ? 0 : range.first();
        long length = range == null ? size : range.length();
        if (length > maxSize) {
            throw OssException.copySourceTooLarge(maxSize);
        }
        return answer(source, copy(source.body(), first, length));
    }

    private StoredPart copy(ObjectBody source, long first, long length) throws IOException {
        BodyWriter upload = store.upload();
        boolean stored = false;
        try (FileChannel file = FileChannel.open(source.file().path(), StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER_BYTES));
            while (upload.size() < length) {
                buffer.clear().limit((int) Math.min(length - upload.size(), buffer.capacity()));
                file.read(buffer, first + upload.size());
                upload.write(buffer.flip());
            }
            StoredPart part = uploads.put(to.upload(), to.number(), upload.finish());
            stored = true;
            return part;
        } finally {
            if (!stored) {
                upload.abort();
            }
        }
    }

    private OssResponse answer(StoredObject source, StoredPart part) {
        XmlDocument document = new XmlDocument("CopyPartResult")
                .element("LastModified", part.lastModified())
                .element("ETag", part.etag());
        OssResponse answer = OssResponse.of(200).body("application/xml", document.toBytes());
        String sourceVersionId = source.versionId();
        if (sourceVersionId != null) {
            answer.header("x-oss-copy-source-version-id", sourceVersionId);
        }
        return to.upload().attributes().settings().describe(answer);
    }
}
