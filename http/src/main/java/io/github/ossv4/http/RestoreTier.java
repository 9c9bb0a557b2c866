// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * The priority of the restoration of a cold archived object. Faster ones cost more.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/restoreobject">RestoreObject</a>
 */
public enum RestoreTier {
    /** Within 1 hour; within 12 hours for DeepColdArchive. */
    EXPEDITED("Expedited"),
    /** Within 2 to 5 hours; within 48 hours for DeepColdArchive. */
    STANDARD("Standard"),
    /** Within 5 to 12 hours; only for ColdArchive. */
    BULK("Bulk");

    private final String value;

    RestoreTier(String value) {
        this.value = value;
    }

    /** Returns the value of the element {@code Tier}. */
    public String value() {
        return value;
    }
}
