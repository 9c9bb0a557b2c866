// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.VersionPage;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;

/**
 * Lists the versions of all objects of a bucket, delete markers included. Without versioning each object has one version,
 * {@code null}.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
 */
final class ListObjectVersions {
    /** The query parameter with the key after which the list starts. */
    private static final String KEY_MARKER = "key-marker";

    /** The query parameter with the version of that key after which the list starts. */
    private static final String VERSION_ID_MARKER = "version-id-marker";

    static final OssOperation OPERATION = OssOperation.onBucket("ListObjectVersions", "GET")
            .ofObjects()
            .marker("versions")
            .parameters(ListQuery.PARAMETERS)
            .parameters(KEY_MARKER, VERSION_ID_MARKER)
            .starting(ListObjectVersions::start);

    private ListObjectVersions() {}

    private static Execution start(Call call) {
        ListQuery query = ListQuery.of(call);
        VersionPage.Position after = new VersionPage.Position(
                ListQuery.position(call, KEY_MARKER), ListQuery.position(call, VERSION_ID_MARKER));
        if (after.key().isEmpty() && !after.versionId().isEmpty()) {
            throw OssException.invalidArgument(
                    null,
                    "A version-id marker cannot be specified without a key marker.",
                    VERSION_ID_MARKER,
                    after.versionId());
        }
        return Execution.responding(() -> {
            VersionPage page =
                    call.store().listVersions(call.bucket(), query.prefix(), query.delimiter(), after, query.limit());
            EncodingType encoding = query.encoding();
            XmlDocument document = encoding.describe(new XmlDocument("ListVersionsResult"))
                    .element("Name", call.bucket())
                    .element("Prefix", encoding.encode(query.prefix()))
                    .element("KeyMarker", encoding.encode(after.key()))
                    .element("VersionIdMarker", after.versionId())
                    .element("MaxKeys", query.limit())
                    .element("Delimiter", encoding.encode(query.delimiter()))
                    .element("IsTruncated", Boolean.toString(page.isTruncated()));
            if (page.isTruncated()) {
                document.element("NextKeyMarker", encoding.encode(page.last().key()))
                        .element("NextVersionIdMarker", page.last().versionId());
            }
            ObjectListDocument.add(document, page, encoding);
            return ServerResponse.of(200).document(document);
        });
    }
}
