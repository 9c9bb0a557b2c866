// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a bucket that the emulator stores and returns as a document, without effect. Its operations are {@link #get},
 * {@link #put} and {@link #delete}.
 *
 * @param parameter the query parameter of its operations
 * @param missing the error if a bucket does not have it
 * @param reader checks the root of a document, which is null if it is not well-formed, and returns the document to store
 */
record BucketDocument(String parameter, OssError missing, Function<@Nullable XmlElement, XmlDocument> reader) {
    /** Returns the operation that returns the document. */
    OssOperation get(String name) {
        return OssOperation.onBucket(name, "GET").marker(parameter).responding(this::get);
    }

    private ServerResponse get(Call call) {
        String document = call.storedBucket().settings().documents().get(parameter);
        if (document == null) {
            throw missing.with("BucketName", call.bucket());
        }
        return ServerResponse.of(200).body("application/xml", document.getBytes(StandardCharsets.UTF_8));
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
        return DocumentExecution.ofSettings(call, root -> {
            String document = new String(reader.apply(root).toBytes(), StandardCharsets.UTF_8);
            call.storedBucket().change(settings -> settings.withDocument(parameter, document));
            return ServerResponse.of(200);
        });
    }

    /** Returns the operation that deletes the document, which need not exist. */
    OssOperation delete(String name) {
        return OssOperation.onBucket(name, "DELETE").marker(parameter).responding(this::delete);
    }

    private ServerResponse delete(Call call) {
        call.storedBucket().change(settings -> settings.withDocument(parameter, null));
        return ServerResponse.of(204);
    }
}
