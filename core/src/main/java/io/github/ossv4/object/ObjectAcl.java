// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

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
}
