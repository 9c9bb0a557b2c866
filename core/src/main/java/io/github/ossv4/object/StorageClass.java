// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

/**
 * How an object is kept.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/user-guide/overview-53">Storage classes</a>
 */
public enum StorageClass {
    /** For frequent access. */
    STANDARD("Standard"),
    /** Infrequent access: kept for 30 days and counted as 64 KB at least. */
    IA("IA"),
    /** To be restored before it can be read, which takes a minute. */
    ARCHIVE("Archive"),
    /** To be restored before it can be read, which takes hours. */
    COLD_ARCHIVE("ColdArchive"),
    /** To be restored before it can be read, which takes half a day. */
    DEEP_COLD_ARCHIVE("DeepColdArchive");

    private final String value;

    StorageClass(String value) {
        this.value = value;
    }

    /** The value of the header {@code x-oss-storage-class}. */
    public String value() {
        return value;
    }
}
