// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.internal.text.PercentDecoding;
import io.github.ossv4.internal.text.Utf8;

/** The source of a CopyObject or an UploadPartCopy. */
final class CopySourceHeader {
    /** The header that distinguishes CopyObject from PutObject, and UploadPartCopy from UploadPart. */
    static final String NAME = "x-oss-copy-source";

    /** The header of the response with the number of bytes that were copied. */
    private static final String PARAMETER = "?" + ObjectReference.VERSION_ID + "=";

    private CopySourceHeader() {}

    /**
     * Parses {@code /bucket/key} or {@code /bucket/key?versionId=id}, percent-encoded; a {@code +} is a space.
     *
     * @throws OssException if it has another form, or the bucket does not exist
     */
    static ObjectReference parse(Call call) {
        String header = String.valueOf(call.header(NAME));
        int question = header.indexOf('?');
        String path = question < 0 ? header : header.substring(0, question);
        String query = question < 0 ? "" : header.substring(question);
        int slash = path.indexOf('/', 1);
        if (!path.startsWith("/") || slash < 2 || slash == path.length() - 1) {
            throw invalid("Copy Source must mention the source bucket and key: /sourcebucket/sourcekey.", header);
        }
        if (!query.isEmpty() && !query.startsWith(PARAMETER)) {
            throw invalid("The only parameter of a copy source is versionId.", header);
        }
        String bucket = path.substring(1, slash);
        call.services().buckets().get(bucket);
        String key = path.substring(slash + 1);
        return call.store()
                .reference(
                        new ObjectName(bucket, ObjectName.checkKey(decode(key, header))),
                        query.isEmpty() ? null : decode(query.substring(PARAMETER.length()), header));
    }

    /**
     * Returns the object that is the source.
     *
     * @throws OssException if it does not exist, or is archived and not restored
     */
    static StoredObject find(Call call, ObjectReference source) {
        Version version = call.store().find(source);
        if (version instanceof StoredObject object) {
            if (object.body().symlinkTarget() != null) {
                throw OssException.notImplemented("the copy of a symbolic link");
            }
            object.checkReadable(source.name(), call.now());
            return object;
        }
        throw version == null
                ? source.missing()
                : OssError.NO_SUCH_KEY.with("Key", source.name().key());
    }

    /** Returns the conditions on the source. */
    static RequestConditions conditions(Call call) {
        return new RequestConditions(call.request(), NAME + "-");
    }

    /**
     * Adds the headers about the source: its version, if it has one, and what was retrieved from the class IA.
     *
     * @param bytes the number of copied bytes
     */
    static ServerResponse describe(StoredObject source, long bytes, ServerResponse response) {
        if (source.attributes().settings().storageClass().equals("IA")) {
            response.header("x-oss-copied-size", Long.toString(bytes)).header("x-oss-ia-retrieve-flow-type", "0");
        }
        return response.header("x-oss-copy-source-version-id", source.versionId());
    }

    private static String decode(String text, String header) {
        byte[] bytes = PercentDecoding.decode(text.replace('+', ' '));
        if (bytes == null) {
            throw invalid("The copy source contains a malformed escape.", header);
        }
        String decoded = Utf8.decode(bytes);
        if (decoded == null) {
            throw invalid("The copy source is not UTF-8.", header);
        }
        return decoded;
    }

    private static OssException invalid(String text, String header) {
        return OssException.invalidArgument(text, NAME, header);
    }
}
