// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The text that a signature of version 1 covers: method, MD5, type, date, {@code x-oss-} headers, and the resource, which is
 * not encoded.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/include-signatures-in-the-authorization-header">V1
 *     signature in the Authorization header</a>
 */
final class V1StringToSign {
    private static final String HMAC_SHA1 = "HmacSHA1";

    /** The query parameters that belong to the resource: those that the vendor's SDKs sign. */
    private static final Set<String> SUB_RESOURCES = Set.of("""
            accessPoint accessPointPolicy acl append asyncFetch bucketArchiveDirectRead bucketInfo callback
            callback-var cname comp continuation-token cors delete encryption endTime httpsConfig img inventory
            inventoryId lifecycle live location logging metaQuery objectMeta partNumber policy policyStatus
            position processConfiguration publicAccessBlock qos qosInfo redundancyTransition referer regionList
            replication replicationLocation replicationProgress requestPayment resourceGroup restore seal
            security-token sequential startTime stat status style styleName symlink tagging transferAcceleration
            udf udfApplication udfApplicationLog udfImage udfImageDesc udfName uploadId uploads versionId
            versioning versions vip vod vpcip website worm wormExtend wormId
            """.split("\\s+"));

    private V1StringToSign() {}

    /** Returns whether a query parameter is signed. */
    private static boolean isSubResource(String parameter) {
        return SUB_RESOURCES.contains(parameter)
                || parameter.startsWith("x-oss-")
                || ResponseOverrides.HEADERS.containsKey(parameter);
    }

    /**
     * Returns the text.
     *
     * @param date its fourth line: the time, or the expiry of a URL
     */
    static String of(ReceivedRequest request, String date) {
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        for (String line : new String[] {request.header("content-md5"), request.header("content-type"), date}) {
            text.append(line == null ? "" : line).append('\n');
        }
        for (String name : request.headerNames()) {
            if (name.startsWith("x-oss-")) {
                text.append(name).append(':').append(request.header(name)).append('\n');
            }
        }
        return text.append(resource(request)).toString();
    }

    private static String resource(ReceivedRequest request) {
        String bucket = request.resource().bucket();
        String key = request.resource().key();
        StringBuilder resource = new StringBuilder("/");
        if (bucket != null) {
            resource.append(bucket).append('/').append(key == null ? "" : key);
        }
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(request.query()).entrySet()) {
            if (isSubResource(parameter.getKey())) {
                resource.append(separator).append(parameter.getKey());
                if (!parameter.getValue().isEmpty()) {
                    resource.append('=').append(parameter.getValue());
                }
                separator = '&';
            }
        }
        return resource.toString();
    }

    /** Returns the signature of a text in Base64. */
    static String sign(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC_SHA1);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC_SHA1));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA1", e);
        }
    }
}
