// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import io.github.ossv4.internal.xml.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * The access to an object without a signature of its owner.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/object-acl">Object ACL</a>
 */
public enum ObjectAcl {
    /** The same access as to the bucket. */
    DEFAULT("default"),
    /** No access. */
    PRIVATE("private"),
    /** Everyone can read. */
    PUBLIC_READ("public-read"),
    /** Everyone can read and write. */
    PUBLIC_READ_WRITE("public-read-write");

    private final String value;

    ObjectAcl(String value) {
        this.value = value;
    }

    /** Returns the value of the header {@code x-oss-object-acl}. */
    public String value() {
        return value;
    }

    /**
     * Parses an {@code AccessControlPolicy}, the response to GetObjectACL. Returns null for another document, and for
     * an ACL that is none of these.
     */
    public static @Nullable ObjectAcl parse(byte[] document) {
        XmlElement root = XmlElement.parse(document);
        if (root == null) {
            return null;
        }
        for (XmlElement list : root.children("AccessControlList")) {
            String grant = list.text("Grant");
            for (ObjectAcl acl : values()) {
                if (acl.value.equals(grant)) {
                    return acl;
                }
            }
        }
        return null;
    }
}
