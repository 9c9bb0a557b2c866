// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.VersionPage;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;

/**
 * Lists the objects of a bucket by key: after a key, or in pages that continue with an opaque token; or all their
 * versions.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjects">ListObjects</a>
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectversions">ListObjectVersions</a>
 */
final class ListObjects {
    /** The query parameter with the key after which the list starts. */
    private static final String MARKER = "marker";

    /** The query parameter that distinguishes ListObjectsV2. */
    private static final String LIST_TYPE = "list-type";

    /** The query parameter with the key after which the list starts. Ignored with a token. */
    private static final String START_AFTER = "start-after";

    /** The query parameter that adds the owner of each object. */
    private static final String FETCH_OWNER = "fetch-owner";

    /** The query parameter with the key after which the list starts. */
    private static final String KEY_MARKER = "key-marker";

    /** The query parameter with the version of that key after which the list starts. */
    private static final String VERSION_ID_MARKER = "version-id-marker";

    static final OssOperation OPERATION = OssOperation.onBucket("ListObjects", "GET")
            .ofObjects()
            .parameters(ListQuery.PARAMETERS)
            .parameters(MARKER)
            .publicRead()
            .starting(ListObjects::start);

    static final OssOperation V2 = OssOperation.onBucket("ListObjectsV2", "GET")
            .ofObjects()
            .marker(LIST_TYPE)
            .parameters(ListQuery.PARAMETERS)
            .parameters(START_AFTER, ContinuationToken.NAME, FETCH_OWNER)
            .publicRead()
            .starting(ListObjects::startV2);

    /**
     * Lists the versions of all objects, delete markers included. Without versioning each has one version, {@code
     * null}.
     */
    static final OssOperation VERSIONS = OssOperation.onBucket("ListObjectVersions", "GET")
            .ofObjects()
            .marker("versions")
            .parameters(ListQuery.PARAMETERS)
            .parameters(KEY_MARKER, VERSION_ID_MARKER)
            .starting(ListObjects::startVersions);

    private ListObjects() {}

    private static Execution start(Call call) {
        ListQuery query = ListQuery.of(call);
        String marker = ListQuery.position(call, MARKER);
        return Execution.responding(() -> {
            VersionPage page = page(call, query, marker);
            EncodingType encoding = query.encoding();
            XmlDocument document = document("ListBucketResult", call, query).element("Marker", encoding.encode(marker));
            addPage(document, query, page);
            if (page.isTruncated()) {
                document.element("NextMarker", encoding.encode(page.last().key()));
            }
            ObjectListDocument.addObjects(document, page, encoding, true, call.now());
            return ServerResponse.of(200).document(document);
        });
    }

    private static Execution startV2(Call call) {
        String type = String.valueOf(call.parameter(LIST_TYPE));
        if (!type.equals("2")) {
            throw OssException.invalidArgument("The only list type is 2.", LIST_TYPE, type);
        }
        ListQuery query = ListQuery.of(call);
        String startAfter = ListQuery.position(call, START_AFTER);
        String token = call.request().query().getOrDefault(ContinuationToken.NAME, "");
        String after = token.isEmpty() ? startAfter : ContinuationToken.decode(token);
        return Execution.responding(() -> {
            VersionPage page = page(call, query, after);
            XmlDocument document = document("ListBucketResult", call, query);
            if (!startAfter.isEmpty()) {
                document.element("StartAfter", query.encoding().encode(startAfter));
            }
            if (!token.isEmpty()) {
                document.element("ContinuationToken", token);
            }
            addPage(document, query, page);
            if (page.isTruncated()) {
                document.element(
                        "NextContinuationToken",
                        ContinuationToken.encode(page.last().key()));
            }
            boolean withOwner = "true".equals(call.parameter(FETCH_OWNER));
            ObjectListDocument.addObjects(document, page, query.encoding(), withOwner, call.now());
            document.element(
                    "KeyCount", page.versions().size() + page.commonPrefixes().size());
            return ServerResponse.of(200).document(document);
        });
    }

    private static VersionPage page(Call call, ListQuery query, String after) {
        return call.store().list(call.bucket(), query.prefix(), query.delimiter(), after, query.limit());
    }

    private static XmlDocument document(String root, Call call, ListQuery query) {
        return new XmlDocument(root)
                .element("Name", call.bucket())
                .element("Prefix", query.encoding().encode(query.prefix()));
    }

    private static void addPage(XmlDocument document, ListQuery query, VersionPage page) {
        document.element("MaxKeys", query.limit())
                .element("Delimiter", query.encoding().encode(query.delimiter()));
        query.encoding().describe(document).element("IsTruncated", Boolean.toString(page.isTruncated()));
    }

    private static Execution startVersions(Call call) {
        ListQuery query = ListQuery.of(call);
        VersionPage.Position after = new VersionPage.Position(
                ListQuery.position(call, KEY_MARKER), ListQuery.position(call, VERSION_ID_MARKER));
        if (after.key().isEmpty() && !after.versionId().isEmpty()) {
            throw OssException.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.",
                    VERSION_ID_MARKER,
                    after.versionId());
        }
        return Execution.responding(() -> {
            VersionPage page =
                    call.store().listVersions(call.bucket(), query.prefix(), query.delimiter(), after, query.limit());
            EncodingType encoding = query.encoding();
            XmlDocument document = document("ListVersionsResult", call, query)
                    .element("KeyMarker", encoding.encode(after.key()))
                    .element("VersionIdMarker", after.versionId());
            addPage(document, query, page);
            if (page.isTruncated()) {
                document.element("NextKeyMarker", encoding.encode(page.last().key()))
                        .element("NextVersionIdMarker", page.last().versionId());
            }
            ObjectListDocument.addVersions(document, page, encoding, call.now());
            return ServerResponse.of(200).document(document);
        });
    }
}
