// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

/**
 * Who may access an object without a signature of its owner.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/object-acl">Object ACL</a>
 */
public enum ObjectAcl {
    /** Whoever may access the bucket. */
    DEFAULT("default"),
    /** Nobody. */
    PRIVATE("private"),
    /** Everybody may read. */
    PUBLIC_READ("public-read"),
    /** Everybody may read and write. */
    PUBLIC_READ_WRITE("public-read-write");

    private final String value;

    ObjectAcl(String value) {
        this.value = value;
    }

    /** The value of the header {@code x-oss-object-acl}. */
    public String value() {
        return value;
    }
}
