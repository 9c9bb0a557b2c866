// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a bucket that the emulator stores and returns as a document, without effect. The log notes each change. Its
 * operations are {@link #get}, {@link #put} and {@link #delete}.
 *
 * @param parameter the query parameter of its operations
 * @param initial the document of a bucket that has none
 * @param reader checks a body and returns the document to store
 */
record BucketDocument(String parameter, Initial initial, Reader reader) {
    /** Returns the document of a bucket that has none, or throws. */
    interface Initial {
        String document(Call call);

        /** Returns the rule that such a bucket has no document. */
        static Initial none(OssError error) {
            return call -> {
                throw error.with("BucketName", call.bucket());
            };
        }

        /** Returns the rule that such a bucket has this document. */
        static Initial document(XmlDocument document) {
            String text = text(document);
            return call -> text;
        }
    }

    /** Checks a body and returns the document to store. */
    interface Reader {
        /**
         * Returns the document to store.
         *
         * @throws OssException if OSS rejects the body
         */
        String read(Call call, byte[] body);

        /**
         * Returns a reader of XML.
         *
         * @param check returns the document to store; the root is null if the body is not well-formed
         */
        static Reader ofXml(Function<@Nullable XmlElement, XmlDocument> check) {
            return (call, body) -> text(check.apply(DocumentExecution.parseSettings(body)));
        }
    }

    static String text(XmlDocument document) {
        return new String(document.toBytes(), StandardCharsets.UTF_8);
    }

    /** Returns the operation that returns the document. */
    OssOperation get(String name) {
        return OssOperation.onBucket(name, "GET").marker(parameter).responding(this::get);
    }

    private @Nullable String stored(Call call) {
        return call.storedBucket().settings().documents().get(parameter);
    }

    /** Returns the stored document; null if there is none. */
    @Nullable
    XmlElement root(Call call) {
        String stored = stored(call);
        return stored == null ? null : XmlElement.parse(stored.getBytes(StandardCharsets.UTF_8));
    }

    private ServerResponse get(Call call) {
        String stored = stored(call);
        String document = stored == null ? initial.document(call) : stored;
        String type = document.startsWith("<") ? "application/xml" : "application/json";
        return ServerResponse.of(200).body(type, document.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the operation that replaces the document.
     *
     * @param headers the headers that it permits
     */
    OssOperation put(String name, String... headers) {
        return OssOperation.onBucket(name, "PUT")
                .marker(parameter)
                .headers(headers)
                .starting(this::put);
    }

    private Execution put(Call call) {
        return DocumentExecution.ofBytes(call, body -> {
            change(call, reader.read(call, body));
            return ServerResponse.of(200);
        });
    }

    /** Returns the operation that deletes the document, which need not exist. */
    OssOperation delete(String name) {
        return OssOperation.onBucket(name, "DELETE").marker(parameter).responding(this::delete);
    }

    private ServerResponse delete(Call call) {
        change(call, null);
        return ServerResponse.of(204);
    }

    void change(Call call, @Nullable String document) {
        call.storedBucket().change(settings -> settings.withDocument(parameter, document));
        call.request().head().trace().note("kept, without effect");
    }
}
