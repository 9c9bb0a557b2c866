// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.body.Digest;
import io.github.ossv4.emulator.internal.wire.BodyBuffer;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.xml.XmlElement;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The execution of a request whose body is a document, which is kept in memory. Not thread-safe. */
final class DocumentExecution implements Execution {
    private static final Pattern DECLARATION = Pattern.compile("^\\uFEFF?\\s*(<\\?xml\\s[^>]*>)?");

    private static final Pattern UNESCAPED =
            Pattern.compile("[\\x01-\\x08\\x0B\\x0C\\x0E-\\x1F]|&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)");

    /** Larger than a document with 1,000 lifecycle rules. */
    static final int MAX_SETTINGS_BYTES = 1 << 20;

    private static final int MAX_SETTINGS_ELEMENTS = 30_000;

    private final int maxBytes;
    private final OssException tooLarge;
    private final @Nullable ContentMd5 contentMd5;
    private final BodyBuffer buffer;
    private final Function<byte[], CompletionStage<ServerResponse>> action;

    /**
     * Starts an execution.
     *
     * @param tooLarge the error for a body of more than {@code maxBytes}
     * @param action completes the execution after the whole body was received and its MD5 was checked
     * @throws OssException if the headers are rejected before the body is read
     */
    DocumentExecution(
            ReceivedRequest request,
            int maxBytes,
            OssException tooLarge,
            Function<byte[], CompletionStage<ServerResponse>> action) {
        this.buffer = new BodyBuffer(request.head().memory());
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
        this.action = action;
        this.contentMd5 = ContentMd5.of(request);
        if (request.head().contentLength() > maxBytes) {
            throw tooLarge;
        }
    }

    /**
     * Starts the execution of a request with a document.
     *
     * @throws OssException if the headers are rejected before the body is read
     */
    static Execution of(Call call, int maxBytes, Function<byte[], ServerResponse> action) {
        return new DocumentExecution(
                call.request(),
                maxBytes,
                OssError.MALFORMED_XML.exception(),
                body -> CompletableFuture.completedFuture(action.apply(body)));
    }

    /** Like {@link #of}, for an XML document about settings, whose root is null if it is not well-formed. */
    static Execution ofSettings(Call call, Function<@Nullable XmlElement, ServerResponse> change) {
        return of(call, MAX_SETTINGS_BYTES, body -> change.apply(parseSettings(body)));
    }

    /** Returns the root of a document about settings; null if it is not well-formed. */
    static @Nullable XmlElement parseSettings(byte[] body) {
        return parse(body, MAX_SETTINGS_ELEMENTS);
    }

    /** Returns the root of a valid document with this name. It is null if the document is not well-formed. */
    static XmlElement checked(@Nullable XmlElement root, String name, Predicate<XmlElement> isValid) {
        if (root == null || !root.name().equals(name) || !isValid.test(root)) {
            throw OssError.MALFORMED_XML.exception();
        }
        return root;
    }

    @Override
    public void receive(ByteBuf piece) throws IOException {
        if (piece.readableBytes() > maxBytes - buffer.size()) {
            throw tooLarge;
        }
        buffer.receive(piece);
    }

    @Override
    public CompletionStage<ServerResponse> complete() {
        byte[] body = buffer.take();
        if (contentMd5 != null) {
            contentMd5.check(Digest.of(Digest.newMd5().digest(body)).base64());
        }
        return action.apply(body);
    }

    /**
     * Parses a document and returns its root, or null if it is malformed. Control characters are valid, as OSS accepts
     * them: references to them as in XML 1.1, and the characters themselves, which Java SDK v1 sends. It does not
     * escape & either.
     */
    static @Nullable XmlElement parse(byte[] body, int maxElements) {
        XmlElement root = XmlElement.parse(body, maxElements);
        if (root != null) {
            return root;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        String asXml11 = DECLARATION.matcher(text).replaceFirst("<?xml version=\"1.1\"?>");
        String escaped = UNESCAPED
                .matcher(asXml11)
                .replaceAll(character -> "&#" + (int) character.group().charAt(0) + ";");
        return XmlElement.parse(escaped.getBytes(StandardCharsets.UTF_8), maxElements);
    }
}
