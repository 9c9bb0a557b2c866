// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.object.ObjectAcl;
import java.util.Objects;

/**
 * GetObjectACL.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobjectacl">GetObjectACL</a>
 */
public final class GetObjectAcl {
    private GetObjectAcl() {}

    public static Exchange<ObjectAcl> exchange(Transport transport, ObjectVersion object) {
        Operation operation = new Operation(
                        "GetObjectACL",
                        "GET",
                        Objects.requireNonNull(object, "object").key())
                .query("acl", "")
                .query("versionId", object.versionId());
        return new Exchange<>(
                transport, operation, response -> ResponseDocument.document(operation, response, ObjectAcl::parse));
    }
}
