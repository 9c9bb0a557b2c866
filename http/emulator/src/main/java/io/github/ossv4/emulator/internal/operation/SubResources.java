// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import java.util.Set;

/**
 * The query parameters that have a meaning for OSS. It signs and ignores all others.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/list-of-operations-by-function">Operations of OSS</a>
 */
final class SubResources {
    private static final Set<String> NAMES = Set.of("""
            accessPoint accessPointPolicy accessmonitor acl append asyncFetch bucketArchiveDirectRead bucketInfo
            bucketPublicAccessBlock callback callback-var cleanRestoredObject cname comp cors delete doMetaQuery
            encryption endTime httpsConfig img inventory inventoryId lifecycle list-type live location logging
            metaQuery objectMeta partNumber policy policyStatus position publicAccessBlock qos qosInfo
            redundancyTransition referer regionList regions replication replicationLocation replicationProgress
            requestPayment requesterQosInfo resourceGroup resourcePool restore rtc seal sequential stat
            startTime status style styleName symlink tagging transferAcceleration uploadId uploads
            userDefinedLogFieldsConfig versionId versioning versions vod website worm wormExtend wormId
            """.split("\\s+"));

    private SubResources() {}

    /** Returns whether a parameter can change what a request does. */
    static boolean contains(String parameter) {
        return NAMES.contains(parameter) || parameter.startsWith("x-oss-") || parameter.startsWith("response-");
    }
}
