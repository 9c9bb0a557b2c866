// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.Encryption;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a bucket that the emulator stores and returns as a document. The log notes each change of one without
 * effect. Its operations are {@link #get}, {@link #put} and {@link #delete}.
 *
 * <p>Rule: Lifecycle rules are checked, stored and returned, without effect; other documents of settings can be ({@code
 * BucketLifecycleTest}).
 *
 * @param parameter the query parameter of its operations
 * @param initial returns the document of a bucket that has none, or throws
 * @param reader checks a body and returns the document to store
 */
record BucketDocument(String parameter, Function<Call, String> initial, BiFunction<Call, byte[], String> reader) {
    /** Settings with an effect, on the headers of new objects, ListBuckets and public access. */
    private static final Set<String> EFFECTIVE =
            Set.of(Encryption.PARAMETER, BucketTags.PARAMETER, BucketSettings.PUBLIC_ACCESS_BLOCK);

    /** Returns the rule that a bucket at first has no document. */
    static Function<Call, String> none(OssError error) {
        return call -> {
            throw error.with("BucketName", call.bucket());
        };
    }

    /** Returns the rule that a bucket has this document at first. */
    static Function<Call, String> initially(XmlDocument document) {
        String text = text(document);
        return call -> text;
    }

    /** Returns a reader of XML that stores the result of a check. The root is null if the body is not well-formed. */
    static BiFunction<Call, byte[], String> xml(BiFunction<Call, @Nullable XmlElement, XmlDocument> check) {
        return (call, body) -> text(check.apply(call, DocumentExecution.parseSettings(body)));
    }

    /**
     * Returns a reader of XML that stores the body.
     *
     * @param root the name of the root
     * @param defaults as in {@link XmlDocument#element(XmlElement, Function)}
     */
    static BiFunction<Call, byte[], String> xml(String root, Function<XmlElement, Map<String, String>> defaults) {
        return xml(
                (call, element) -> XmlDocument.copyOf(DocumentExecution.checked(element, root, any -> true), defaults));
    }

    /** Returns the text of the first child with a name; empty if there is none. */
    static String text(XmlElement parent, String name) {
        String text = parent.text(name);
        return text == null ? "" : text;
    }

    static String text(XmlDocument document) {
        return new String(document.toBytes(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the operations that return, replace and delete the document.
     *
     * @param name the end of their names, such as {@code BucketPolicy}
     */
    List<OssOperation> operations(String name) {
        return List.of(get("Get" + name), put("Put" + name), delete("Delete" + name));
    }

    /** Returns the operation that returns the document. */
    OssOperation get(String name) {
        return OssOperation.onBucket(name, "GET").marker(parameter).responding(this::get);
    }

    private ServerResponse get(Call call) {
        String stored = call.storedBucket().settings().documents().get(parameter);
        String document = stored == null ? initial.apply(call) : stored;
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
                .starting(call -> DocumentExecution.of(
                        call,
                        DocumentExecution.MAX_SETTINGS_BYTES,
                        body -> change(call, reader.apply(call, body), 200)));
    }

    /** Returns the operation that deletes the document, which need not exist. */
    OssOperation delete(String name) {
        return OssOperation.onBucket(name, "DELETE").marker(parameter).responding(call -> change(call, null, 204));
    }

    ServerResponse change(Call call, @Nullable String document, int status) {
        call.storedBucket().change(settings -> settings.withDocument(parameter, document));
        if (!EFFECTIVE.contains(parameter)) {
            call.request().head().trace().note("kept, without effect");
        }
        return ServerResponse.of(status);
    }
}
