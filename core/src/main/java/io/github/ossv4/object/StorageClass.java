// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

/**
 * The storage class of an object.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/overview-53">Storage classes</a>
 */
public enum StorageClass {
    /** For frequent access. */
    STANDARD("Standard"),
    /** Infrequent access. Billed for at least 30 days and 64 KB. */
    IA("IA"),
    /** Must be restored before it can be read, which takes a minute. */
    ARCHIVE("Archive"),
    /** Must be restored before it can be read, which takes hours. */
    COLD_ARCHIVE("ColdArchive"),
    /** Must be restored before it can be read, which takes half a day. */
    DEEP_COLD_ARCHIVE("DeepColdArchive");

    private final String value;

    StorageClass(String value) {
        this.value = value;
    }

    /** Returns the value of the header {@code x-oss-storage-class}. */
    public String value() {
        return value;
    }
}
