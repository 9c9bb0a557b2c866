// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.wire.Execution;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * The operations on the setting that ignores the public ACLs of a bucket and its objects, and forbids new ones.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putbucketpublicaccessblock">
 *     PutBucketPublicAccessBlock</a>
 */
final class PublicAccessBlock {
    private static final String PARAMETER = BucketSettings.PUBLIC_ACCESS_BLOCK;
    private static final String ROOT = "PublicAccessBlockConfiguration";
    private static final String BLOCK = "BlockPublicAccess";

    static final OssOperation GET = OssOperation.onBucket("GetBucketPublicAccessBlock", "GET")
            .marker(PARAMETER)
            .responding(PublicAccessBlock::get);
    static final OssOperation PUT = OssOperation.onBucket("PutBucketPublicAccessBlock", "PUT")
            .marker(PARAMETER)
            .starting(PublicAccessBlock::put);
    static final OssOperation DELETE = OssOperation.onBucket("DeleteBucketPublicAccessBlock", "DELETE")
            .marker(PARAMETER)
            .responding(call -> change(call, false, 204));

    private PublicAccessBlock() {}

    private static ServerResponse get(Call call) {
        boolean blocks = call.storedBucket().settings().blocksPublicAccess();
        return ServerResponse.of(200).document(new XmlDocument(ROOT).element(BLOCK, Boolean.toString(blocks)));
    }

    private static Execution put(Call call) {
        return DocumentExecution.ofSettings(call, root -> change(call, blocks(root), 200));
    }

    private static boolean blocks(@Nullable XmlElement root) {
        String value = root == null || !root.name().equals(ROOT) ? "" : root.text(BLOCK);
        return switch (value == null ? "false" : value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw OssError.MALFORMED_XML.exception();
        };
    }

    private static ServerResponse change(Call call, boolean blocks, int status) {
        call.storedBucket().change(settings -> settings.withDocument(PARAMETER, blocks ? "true" : null));
        return ServerResponse.of(status);
    }
}
