// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.store.ObjectPage;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;

/**
 * Lists the objects of a bucket by key, in pages that continue with an opaque token.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listobjectsv2">ListObjectsV2</a>
 */
final class ListObjectsV2 {
    /** The query parameter that distinguishes the operation from ListObjects. */
    private static final String LIST_TYPE = "list-type";

    /** The query parameter with the key after which the list starts. Ignored with a token. */
    private static final String START_AFTER = "start-after";

    /** The query parameter that adds the owner of each object. */
    private static final String FETCH_OWNER = "fetch-owner";

    static final OssOperation OPERATION = OssOperation.onBucket("ListObjectsV2", "GET", ListObjectsV2::start)
            .marker(LIST_TYPE)
            .parameters(ListQuery.PARAMETERS)
            .parameters(START_AFTER, ContinuationToken.NAME, FETCH_OWNER)
            .publicRead()
            .build();

    private ListObjectsV2() {}

    private static Execution start(Call call) {
        String type = String.valueOf(call.parameter(LIST_TYPE));
        if (!type.equals("2")) {
            throw OssException.invalidArgument(null, "The only list type is 2.", LIST_TYPE, type);
        }
        ListQuery query = ListQuery.of(call);
        String startAfter = ListQuery.position(call, START_AFTER);
        String token = call.request().query().getOrDefault(ContinuationToken.NAME, "");
        String after = token.isEmpty() ? startAfter : ContinuationToken.decode(token);
        return Execution.responding(() -> {
            ObjectPage page = call.store().list(call.bucket(), query.prefix(), query.delimiter(), after, query.limit());
            EncodingType encoding = query.encoding();
            XmlDocument document = encoding.describe(new XmlDocument("ListBucketResult"))
                    .element("Name", call.bucket())
                    .element("Prefix", encoding.encode(query.prefix()));
            if (!startAfter.isEmpty()) {
                document.element("StartAfter", encoding.encode(startAfter));
            }
            if (!token.isEmpty()) {
                document.element("ContinuationToken", token);
            }
            document.element("MaxKeys", query.limit())
                    .element("Delimiter", encoding.encode(query.delimiter()))
                    .element("IsTruncated", Boolean.toString(page.isTruncated()));
            if (page.isTruncated()) {
                document.element("NextContinuationToken", ContinuationToken.encode(page.last()));
            }
            ObjectListDocument.add(document, page, encoding, "true".equals(call.parameter(FETCH_OWNER)));
            document.element(
                    "KeyCount", page.objects().size() + page.commonPrefixes().size());
            return ServerResponse.of(200).document(document);
        });
    }
}
