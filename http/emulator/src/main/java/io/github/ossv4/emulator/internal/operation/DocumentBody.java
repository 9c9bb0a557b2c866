// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.Md5;
import io.github.ossv4.emulator.internal.wire.BodyBuffer;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.xml.XmlElement;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request body of an operation on a document, which is kept in memory. Not thread-safe. */
final class DocumentBody {
    private static final Pattern DECLARATION = Pattern.compile("^\\uFEFF?\\s*(<\\?xml\\s[^>]*>)?");

    /** Larger than a document with 1,000 lifecycle rules. */
    private static final int MAX_SETTINGS_BYTES = 1 << 20;

    private static final int MAX_SETTINGS_ELEMENTS = 30_000;

    private final int maxBytes;
    private final OssException tooLarge;
    private final @Nullable ContentMd5 contentMd5;
    private final BodyBuffer buffer;

    /**
     * Starts a body.
     *
     * @param tooLarge the error for a body of more than {@code maxBytes}
     * @throws OssException if the headers are rejected before the body is read
     */
    DocumentBody(ReceivedRequest request, int maxBytes, OssException tooLarge) {
        this.buffer = new BodyBuffer(request.head().memory());
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
        this.contentMd5 = ContentMd5.of(request);
        if (request.head().contentLength() > maxBytes) {
            throw tooLarge;
        }
    }

    /**
     * Starts the body of an operation that changes settings.
     *
     * @throws OssException if the headers are rejected before the body is read
     */
    static DocumentBody ofSettings(ReceivedRequest request) {
        return new DocumentBody(request, MAX_SETTINGS_BYTES, OssError.MALFORMED_XML.exception());
    }

    /** Returns whether the request has the MD5 of the body. */
    boolean hasMd5() {
        return contentMd5 != null;
    }

    /**
     * Receives a piece of the body.
     *
     * @throws OssException if the document, or all documents in progress together, become too large
     */
    void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() > maxBytes - buffer.size()) {
            throw tooLarge;
        }
        buffer.receive(piece);
    }

    /**
     * Returns the bytes. Must be called once.
     *
     * @throws OssException if their MD5 is not the promised one
     */
    byte[] finish() {
        byte[] body = buffer.take();
        if (contentMd5 != null) {
            contentMd5.check(Md5.base64(Md5.newDigest().digest(body)));
        }
        return body;
    }

    /**
     * Parses the body and returns its root, or null if it is malformed. References to control characters are valid: OSS
     * accepts them, and so does XML 1.1.
     *
     * @throws OssException in the same cases as {@link #finish}
     */
    @Nullable
    XmlElement finishXml() {
        return finishXml(MAX_SETTINGS_ELEMENTS);
    }

    /** Parses a body of at most {@code maxElements} elements, otherwise like {@link #finishXml()}. */
    @Nullable
    XmlElement finishXml(int maxElements) {
        byte[] body = finish();
        XmlElement root = XmlElement.parse(body, maxElements);
        if (root != null) {
            return root;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        String asXml11 = DECLARATION.matcher(text).replaceFirst("<?xml version=\"1.1\"?>");
        return XmlElement.parse(asXml11.getBytes(StandardCharsets.UTF_8), maxElements);
    }
}
