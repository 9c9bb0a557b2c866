// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import java.util.Set;

/**
 * The query parameters that have a meaning for OSS. OSS signs other parameters, and otherwise ignores them.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/list-of-operations-by-function">Operations of OSS</a>
 */
final class SubResources {
    private static final Set<String> NAMES = Set.of("""
            accessmonitor accessPoint accessPointConfigForObjectProcess accessPointForObjectProcess accessPointPolicy
            accessPointPolicyForObjectProcess acl append asyncFetch bucketArchiveDirectRead bucketInfo
            bucketPublicAccessBlock callback callback-var cleanRestoredObject cloudboxes cname comp cors dataPipeline
            dataPipelineName delete doMetaQuery encryption endTime httpsConfig img inventory inventoryId legalHold
            lifecycle list-type live location logging metaQuery MetaQuery objectMeta objectWorm overwriteConfig
            partNumber policy policyStatus position publicAccessBlock qos qosInfo redundancyTransition referer
            regionList regions replication replicationLocation replicationProgress requesterQosInfo requestPayment
            resourceGroup resourcePool restore retention rtc seal sequential startTime stat status style styleName
            symlink tagging transferAcceleration uploadId uploads userDefinedLogFieldsConfig versionId versioning
            versions vod website worm wormExtend wormId
            """.split("\\s+"));

    private SubResources() {}

    /** Returns whether a parameter can change what a request does. */
    static boolean contains(String parameter) {
        return NAMES.contains(parameter) || parameter.startsWith("x-oss-") || parameter.startsWith("response-");
    }
}
