// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.ObjectReference;
import io.github.ossv4.emulator.internal.object.Version;
import io.github.ossv4.emulator.internal.object.Version.DeleteMarker;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations that delete objects. Objects that do not exist count as deleted. */
final class DeleteObject {
    private static final int MAX_BYTES = 2 << 20;

    /** The form of version IDs, of which the first characters are the same in all. */
    private static final Pattern VERSION_ID = Pattern.compile("null|CAE[0-9A-Za-z+/=_.-]{29,}");

    static final OssOperation OPERATION = OssOperation.onObject("DeleteObject", "DELETE")
            .publicWrite()
            // The C++ SDK deletes links with it; OSS ignores it.
            .parameters("symlink")
            .respondingForVersion(DeleteObject::delete);

    /**
     * Deletes up to 1,000 objects.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
     */
    static final OssOperation MULTIPLE = OssOperation.onBucket("DeleteMultipleObjects", "POST")
            .ofObjects()
            .marker("delete")
            .parameters(EncodingType.NAME)
            .starting(DeleteObject::startMultiple);

    private DeleteObject() {}

    private static ServerResponse delete(Call call, ObjectReference reference) {
        Version version = call.store().delete(reference);
        ServerResponse response = ServerResponse.of(204);
        if (version instanceof DeleteMarker) {
            return response.header("x-oss-delete-marker", "true").header("x-oss-version-id", version.id());
        }
        return call.store().keepsHistory(call.bucket())
                ? response.header("x-oss-version-id", reference.versionId())
                : response;
    }

    private static Execution startMultiple(Call call) {
        EncodingType encoding = EncodingType.ofQueryOrHeader(call.request());
        Execution execution = DocumentExecution.of(
                call,
                MAX_BYTES,
                body -> delete(call, Document.of(DocumentExecution.parse(body, Document.MAX_ELEMENTS)), encoding));
        if (call.header("content-md5") == null) {
            throw OssError.MISSING_CONTENT_MD5.with("ArgumentName", "Content-MD5");
        }
        return execution;
    }

    private static ServerResponse delete(Call call, Document document, EncodingType encoding) {
        // All are checked before the first is deleted.
        List<ObjectReference> references =
                document.objects().stream().map(item -> reference(call, item)).toList();
        XmlDocument result = encoding.describe(new XmlDocument("DeleteResult"));
        for (ObjectReference reference : references) {
            Version deleted = call.store().delete(reference);
            result.open("Deleted")
                    .element("Key", encoding.encode(reference.name().key()))
                    .element("VersionId", reference.versionId());
            if (deleted instanceof DeleteMarker marker) {
                result.element("DeleteMarker", "true").element("DeleteMarkerVersionId", marker.versionId());
            }
            result.close();
        }
        ServerResponse response = ServerResponse.of(200);
        return document.isQuiet() ? response : response.document(result);
    }

    /** @throws OssException if the version ID is malformed, or the bucket has no versions */
    private static ObjectReference reference(Call call, Document.Item item) {
        String versionId = item.versionId();
        ObjectReference reference = call.store().reference(new ObjectName(call.bucket(), item.key()), versionId);
        if (versionId != null && !VERSION_ID.matcher(versionId).matches()) {
            throw OssException.invalidArgument("The version id is not valid.", "VersionId", versionId);
        }
        return reference;
    }

    /**
     * The body of a DeleteMultipleObjects.
     *
     * @param isQuiet whether the response leaves out deleted objects
     */
    private record Document(boolean isQuiet, List<Item> objects) {
        private static final int MAX_OBJECTS = 1000;

        /** Larger than a document with the maximum number of objects. */
        static final int MAX_ELEMENTS = 10 * MAX_OBJECTS;

        /** An object to delete, or a version of it. */
        private record Item(String key, @Nullable String versionId) {}

        /**
         * Reads a document.
         *
         * @param root null if it is not well-formed
         * @throws OssException if it is malformed, or a key is invalid
         */
        static Document of(@Nullable XmlElement root) {
            if (root == null) {
                throw OssError.MALFORMED_XML.exception();
            }
            if (!root.name().equals("Delete")) {
                throw OssException.malformedXml("0016-00000608", "the root node is not named Delete.");
            }
            List<XmlElement> elements = root.children("Object");
            if (elements.isEmpty() || elements.size() > MAX_OBJECTS) {
                throw OssError.MALFORMED_XML.exception();
            }
            List<Item> objects = elements.stream().map(Document::item).toList();
            return new Document("true".equalsIgnoreCase(root.text("Quiet")), objects);
        }

        private static Item item(XmlElement element) {
            List<XmlElement> keys = element.children("Key");
            if (keys.isEmpty() || keys.get(0).content().isEmpty()) {
                throw OssException.malformedXml("0016-00000613", "the Object node has no Key.");
            }
            String versionId = element.text("VersionId");
            if (versionId != null && versionId.isEmpty()) {
                throw OssException.malformedXml("0016-00000612", "the VersionId is empty.");
            }
            return new Item(ObjectName.checkKey(keys.get(0).content()), versionId);
        }
    }
}
